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
	"strconv"
	"strings"
	"time"
)

// Program returns the adb program a server would be started with. Without one
// the error is a *NoProgramError, which names the places searched.
func (s *Server) Program() (path string, err error) { return s.findProgram() }

// Looked returns the places where an adb program is looked for, best first.
func (s *Server) Looked() []string { return named(s.places()) }

// Use takes the program at path from now on to start a server with; an empty
// path means the places where one usually is.
func (s *Server) Use(path string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.o.Program = path
}

func (s *Server) places() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.o.Program != "" {
		return []string{s.o.Program}
	}
	return programPlaces()
}

// Local reports whether the server is on this computer, whose program and USB
// sockets then matter.
func (s *Server) Local() bool {
	host, _, err := net.SplitHostPort(s.addr)
	return err == nil && isLocal(host)
}

// ProgramVersion is what an adb program says of itself.
type ProgramVersion struct {
	Release  string // of the platform-tools: "34.0.5"; empty on very old ones
	Protocol int    // 41; a server of another protocol is ended by this program
}

// AskProgram runs the adb program at path for its version, for a few seconds.
func AskProgram(ctx context.Context, path string) (ProgramVersion, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, "version")
	out := &capped{most: 4096}
	cmd.Stdout = out
	cmd.WaitDelay = 500 * time.Millisecond
	hideWindow(cmd)
	if err := cmd.Run(); err != nil && !errors.Is(err, exec.ErrWaitDelay) {
		return ProgramVersion{}, fmt.Errorf("running %s: %w", path, err)
	}
	v, ok := parseProgramVersion(out.b.String())
	if !ok {
		return ProgramVersion{}, fmt.Errorf("%s does not answer like an adb program", path)
	}
	return v, nil
}

// parseProgramVersion reads "Android Debug Bridge version 1.0.41" and, on a line
// of its own, "Version 34.0.5-debian".
func parseProgramVersion(out string) (v ProgramVersion, ok bool) {
	for line := range strings.Lines(out) {
		line = strings.TrimSpace(line)
		if n, found := strings.CutPrefix(line, "Android Debug Bridge version 1.0."); found {
			protocol, err := strconv.ParseUint(n, 10, 16)
			v.Protocol, ok = int(protocol), err == nil
		}
		if release, found := strings.CutPrefix(line, "Version "); found {
			release, _, _ = strings.Cut(release, "-")
			if release != "" && len(release) <= 20 && strings.Trim(release, "0123456789.") == "" {
				v.Release = release
			}
		}
	}
	return v, ok
}

// capped keeps the beginning of what is written to it.
type capped struct {
	b    bytes.Buffer
	most int
}

func (c *capped) Write(p []byte) (int, error) {
	c.b.Write(p[:min(len(p), max(0, c.most-c.b.Len()))])
	return len(p), nil
}

// ToolsDir is the folder for platform-tools that belong to this program alone.
// It need not exist; programs in it are found without further ado.
func ToolsDir() (string, error) {
	dir, err := dataDir(runtime.GOOS, os.Getenv, os.UserHomeDir)
	if err != nil {
		return "", fmt.Errorf("finding the folder for programs' data: %w", err)
	}
	return filepath.Join(dir, "keepsake", "platform-tools"), nil
}

// dataDir is where the user's programs keep data that belongs to this computer.
func dataDir(system string, getenv func(string) string, home func() (string, error)) (string, error) {
	variable, below := "XDG_DATA_HOME", filepath.Join(".local", "share")
	switch system {
	case "windows":
		variable, below = "LOCALAPPDATA", filepath.Join("AppData", "Local")
	case "darwin":
		variable, below = "", filepath.Join("Library", "Application Support")
	}
	if variable != "" {
		if dir := getenv(variable); filepath.IsAbs(dir) {
			return dir, nil
		}
	}
	dir, err := home()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, below), nil
}
