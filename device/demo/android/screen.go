package android

import (
	"slices"
	"sync"
)

// Intent is an activity that was put on the phone's screen with "am start".
type Intent struct {
	Action, Type, Data, Package string
	Extras                      map[string]string // --es
	Grant                       bool              // --grant-read-uri-permission
}

// screen is what was shown, oldest first.
type screen struct {
	mu    sync.Mutex
	shown []Intent
}

func (s *screen) show(args []string) {
	in := Intent{Extras: map[string]string{}}
	for i := 0; i < len(args); i++ {
		next := func() string {
			if i+1 >= len(args) {
				return ""
			}
			i++
			return args[i]
		}
		switch args[i] {
		case "-a":
			in.Action = next()
		case "-t":
			in.Type = next()
		case "-d":
			in.Data = next()
		case "--es":
			key := next()
			in.Extras[key] = next()
		case "--grant-read-uri-permission":
			in.Grant = true
		case "-p", "-n":
			in.Package = next()
		case "-f", "--user":
			next()
		default:
			if len(args[i]) > 0 && args[i][0] != '-' {
				in.Package = args[i]
			}
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shown = append(s.shown, in)
}

// Shown are the activities that were put on the screen, oldest first.
func (s *System) Shown() []Intent {
	s.screen.mu.Lock()
	defer s.screen.mu.Unlock()
	return slices.Clone(s.screen.shown)
}
