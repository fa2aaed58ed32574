package app

import (
	"context"
	"errors"
	"fmt"
	"os"

	"golang.org/x/term"
)

// asker returns what asks the person at the terminal for a secret, nil when
// nobody sits there.
func asker(ctx context.Context) func(prompt string) (string, error) {
	in := int(os.Stdin.Fd())
	if !term.IsTerminal(in) {
		return nil
	}
	return func(prompt string) (string, error) {
		state, err := term.GetState(in)
		if err != nil {
			return "", err
		}
		fmt.Fprint(os.Stderr, prompt)
		defer fmt.Fprintln(os.Stderr)
		type answer struct {
			text []byte
			err  error
		}
		answered := make(chan answer, 1) // an interrupted read ends with the program
		go func() {
			text, err := term.ReadPassword(in)
			answered <- answer{text, err}
		}()
		select {
		case a := <-answered:
			return string(a.text), a.err
		case <-ctx.Done():
			return "", errors.Join(ctx.Err(), term.Restore(in, state))
		}
	}
}
