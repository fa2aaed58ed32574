package adb

import (
	"net"
	"os"
	"strings"
	"sync"
	"time"
)

// Options say which adb server to use. The zero value is right for a desktop.
type Options struct {
	Addr      string // "host:port"; empty: what adb's own environment variables say, else 127.0.0.1:5037
	Program   string // path of adb; empty: looked for, see Ensure
	NoStart   bool   // never start a server: it is somebody else's business
	MaxOutput int64  // most bytes Shell keeps of a command's output; 0: 64 MiB

	// Patience is how long a transfer may stand still, no byte going either way,
	// before the phone counts as gone (ErrDeviceGone, ErrSilent); 0: 60 s. A
	// slow one that moves is never given up.
	Patience time.Duration
	// Quiet is the same for a command, which may well have nothing to print for
	// minutes while it works, as one that hashes a large file; 0: 10 min.
	Quiet time.Duration

	repoll time.Duration // between two looks at phones that are not ready; 0: 2.5 s
}

const (
	dialTimeout      = 3 * time.Second
	answerTimeout    = 10 * time.Second // for a server's own, quick answers
	defaultPatience  = 60 * time.Second
	defaultQuiet     = 10 * time.Minute // the phone's hash of a file of many gigabytes takes minutes
	defaultRepoll    = 2500 * time.Millisecond
	defaultMaxOutput = 64 << 20
)

// Server is one adb server, running or not. Its methods are safe for concurrent
// use; it holds no connection between calls.
type Server struct {
	o    Options // Program is guarded by mu
	addr string

	mu      sync.Mutex
	trouble error // guarded by mu
}

// NewServer describes a server; nothing is dialled before the first call.
func NewServer(o Options) *Server {
	if o.MaxOutput <= 0 {
		o.MaxOutput = defaultMaxOutput
	}
	if o.Patience <= 0 {
		o.Patience = defaultPatience
	}
	if o.Quiet <= 0 {
		o.Quiet = defaultQuiet
	}
	if o.repoll <= 0 {
		o.repoll = defaultRepoll
	}
	addr := o.Addr
	if addr == "" {
		addr = environmentAddr(os.Getenv)
	}
	return &Server{o: o, addr: addr}
}

// Addr returns where the server is, as "host:port".
func (s *Server) Addr() string { return s.addr }

// Trouble returns why Watch can list no phone at all at the moment (for
// instance ErrNoProgram), or nil.
func (s *Server) Trouble() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.trouble
}

func (s *Server) setTrouble(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.trouble = err
}

// environmentAddr reads the address as adb's own client does: the socket
// specification first, then address and port. "127.0.0.1" rather than
// "localhost", which may mean ::1, where the server does not listen.
func environmentAddr(getenv func(string) string) string {
	if spec, ok := strings.CutPrefix(getenv("ADB_SERVER_SOCKET"), "tcp:"); ok && spec != "" {
		if !strings.Contains(spec, ":") {
			return "127.0.0.1:" + spec
		}
		host, port, err := net.SplitHostPort(spec)
		if err == nil {
			return joinLocal(host, port)
		}
	}
	port := getenv("ANDROID_ADB_SERVER_PORT")
	if port == "" {
		port = "5037"
	}
	return joinLocal(getenv("ANDROID_ADB_SERVER_ADDRESS"), port)
}

func joinLocal(host, port string) string {
	if host == "" || host == "localhost" {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port)
}
