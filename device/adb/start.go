package adb

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// Ensure returns nil once a server answers, and starts one if none does. The
// adb program is taken from Options.Program or else looked for next to our own
// program, in ToolsDir, in ANDROID_HOME and ANDROID_SDK_ROOT, on the PATH, and
// where the Android SDK and package managers put it. A server that was started
// stays.
func (s *Server) Ensure(ctx context.Context) error {
	_, err := s.Answers(ctx)
	if err == nil || !errors.Is(err, ErrNoServer) || s.o.NoStart {
		return err
	}
	host, port, splitErr := net.SplitHostPort(s.addr)
	if splitErr != nil || !isLocal(host) {
		return err // another computer's server is started there
	}
	program, findErr := s.findProgram()
	if findErr != nil {
		return findErr
	}
	said, startErr := startServer(ctx, program, port)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if _, err := s.Answers(ctx); err == nil || ctx.Err() != nil {
		return err
	}
	return fmt.Errorf("%w: %s start-server on port %s: %w%s", ErrServer, program, port,
		errors.Join(startErr, err), said)
}

func isLocal(host string) bool {
	ip := net.ParseIP(host)
	return host == "" || host == "localhost" || ip != nil && ip.IsLoopback()
}

// startServer runs "adb start-server", which returns when the server it leaves
// behind is up. It reports the end of what the program said, for an error.
func startServer(ctx context.Context, program, port string) (said string, err error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, "-P", port, "start-server")
	// The port is given by -P; these would contradict it.
	cmd.Env = slices.DeleteFunc(os.Environ(), func(kv string) bool {
		return strings.HasPrefix(kv, "ADB_SERVER_SOCKET=") || strings.HasPrefix(kv, "ANDROID_ADB_SERVER_")
	})
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	// The server may inherit our pipe and keep it open: do not wait for its end.
	cmd.WaitDelay = 500 * time.Millisecond
	hideWindow(cmd)
	if err = cmd.Run(); errors.Is(err, exec.ErrWaitDelay) {
		err = nil
	}
	if said = strings.TrimSpace(out.String()); len(said) > 500 {
		said = said[len(said)-500:]
	}
	if said != "" {
		said = " (it said: " + said + ")"
	}
	return said, err
}

// findProgram returns the adb program to start, or a *NoProgramError.
func (s *Server) findProgram() (string, error) {
	places := s.places()
	for _, p := range places {
		// A bare name is looked for on the PATH only, never in the current folder.
		if found, err := exec.LookPath(p); err == nil {
			return found, nil
		}
	}
	return "", &NoProgramError{Looked: named(places)}
}

// named writes the places the way people read them.
func named(places []string) []string {
	for i, p := range places {
		if p == programName() {
			places[i] = p + " on the PATH"
		}
	}
	return places
}

func programName() string {
	if runtime.GOOS == "windows" {
		return "adb.exe"
	}
	return "adb"
}

// programPlaces lists where adb may be, best first. A bare name means the PATH.
func programPlaces() []string {
	name := programName()
	var places []string
	if self, err := os.Executable(); err == nil {
		dir := filepath.Dir(self)
		places = append(places, filepath.Join(dir, name), filepath.Join(dir, "platform-tools", name))
	}
	if dir, err := ToolsDir(); err == nil {
		places = append(places, filepath.Join(dir, name))
	}
	for _, variable := range []string{"ANDROID_HOME", "ANDROID_SDK_ROOT"} {
		if sdk := os.Getenv(variable); sdk != "" {
			places = append(places, filepath.Join(sdk, "platform-tools", name))
		}
	}
	places = append(places, name)
	home, err := os.UserHomeDir()
	if err != nil {
		return places
	}
	// A program started from a desktop often has a shorter PATH than a terminal.
	switch runtime.GOOS {
	case "windows":
		if local := os.Getenv("LOCALAPPDATA"); local != "" {
			places = append(places, filepath.Join(local, "Android", "Sdk", "platform-tools", name))
		}
	case "darwin":
		places = append(places, filepath.Join(home, "Library", "Android", "sdk", "platform-tools", name),
			"/opt/homebrew/bin/adb", "/usr/local/bin/adb")
	default:
		places = append(places, filepath.Join(home, "Android", "Sdk", "platform-tools", name))
	}
	return places
}
