package adb

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// ErrServerTooOld: the adb server does not know what it was asked. The error is
// a *ServerTooOldError, which says what is needed.
var ErrServerTooOld = errors.New("the adb server is too old")

// ServerTooOldError is ErrServerTooOld with the versions. A server does not tell
// its own: all since 2016 answer 41. So Have is what this computer's adb program
// says of itself, which is the same unless another program started the server.
type ServerTooOldError struct {
	For     string // what it is too old for: "pairing"
	Need    string // "platform-tools 30 or newer"
	Program string // this computer's adb program, "" where none was found
	Have    string // its version: "29.0.6"; "" if it did not say
}

func (e *ServerTooOldError) Error() string {
	text := fmt.Sprintf("%v for %s: it needs %s", ErrServerTooOld, e.For, e.Need)
	if e.Have != "" {
		text += fmt.Sprintf(", and %s is version %s", e.Program, e.Have)
	}
	return text
}

// Is makes a ServerTooOldError equal ErrServerTooOld.
func (e *ServerTooOldError) Is(target error) bool { return target == ErrServerTooOld }

// tooOld turns "unknown host service" into a ServerTooOldError. Newer servers
// add the name of the service to the text.
func (s *Server) tooOld(ctx context.Context, err error, what, need string) error {
	if err == nil || !strings.Contains(err.Error(), "unknown host service") {
		return err
	}
	old := &ServerTooOldError{For: what, Need: need}
	if !s.o.NoStart { // else the server is not this computer's adb
		if program, err := s.Program(); err == nil {
			v, _ := AskProgram(ctx, program)
			old.Program, old.Have = program, v.Release
		}
	}
	return old
}
