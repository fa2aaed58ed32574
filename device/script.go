package device

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"

	"keepsake/device/adb"
)

const (
	commandLength = 60_000 // a request to the adb server has four digits for its length
	commandFiles  = 100    // often enough news for whoever waits
	maxPath       = 4095   // the longest path a phone's system takes
)

// answer is what a program said about one file.
type answer struct {
	text string // both streams
	exit string // code; "" if the phone said nothing at all
}

// askEach runs "program 'path'" for every path in one shell and calls each with
// the answers, in order.
func askEach(ctx context.Context, l link, program string, paths []string, each func(i int, a answer) error) error {
	commands := make([]string, len(paths))
	for i, p := range paths {
		commands[i] = program + adb.Quote(p)
	}
	return askAll(ctx, l, commands, each)
}

// askAll runs commands one after the other in one shell and calls each with the
// answers, in order. The shell marks the end of every answer with a word that no
// file name holds, so that no name can pass for an answer.
func askAll(ctx context.Context, l link, commands []string, each func(i int, a answer) error) error {
	mark := rand.Text()
	var script strings.Builder
	for i, c := range commands {
		fmt.Fprintf(&script, "{ %s; } 2>&1; e=$?; echo; echo %s %d $e\n", c, mark, i)
	}
	res, err := l.Shell(ctx, script.String())
	if err != nil {
		return err
	}
	rest := string(res.Stdout)
	for i := range commands {
		var a answer
		if text, after, ok := strings.Cut(rest, fmt.Sprintf("\n%s %d ", mark, i)); ok {
			a.text = strings.TrimSpace(text)
			a.exit, rest, _ = strings.Cut(after, "\n")
			a.exit = strings.TrimSpace(a.exit)
		}
		if err := each(i, a); err != nil {
			return err
		}
	}
	return nil
}

// refusal is what the answer says against a file: the error number if its text
// names one.
func (a answer) refusal(path string) error {
	said := &adb.RefusedError{Path: path, Text: a.reason()}
	var no adb.Errno
	if errors.As(said, &no) {
		return no
	}
	return said
}

// reason makes one bounded line of what a program said; its end says most.
func (a answer) reason() string {
	lines := strings.Split(a.text, "\n")
	line := strings.ToValidUTF8(strings.TrimSpace(lines[len(lines)-1]), "?")
	if len(line) > 300 {
		line = strings.ToValidUTF8(line[len(line)-300:], "")
	}
	switch {
	case line == "":
		return "the phone gave no answer"
	case strings.HasSuffix(line, ": No such file"): // some shells are short of words
		line += " or directory"
	}
	return line
}

// batches cuts a list into commands' worth.
func batches(paths []string) [][]string {
	return batched(paths, func(p string) int { return len(adb.Quote(p)) })
}

// batched cuts a list into commands' worth; length is that of one's command.
func batched[T any](all []T, length func(T) int) [][]T {
	var list [][]T
	start, sum := 0, 0
	for i, one := range all {
		n := length(one) + 100 // what askAll writes around it
		if i > start && (sum+n > commandLength || i-start == commandFiles) {
			list = append(list, all[start:i])
			start, sum = i, 0
		}
		sum += n
	}
	if start < len(all) {
		list = append(list, all[start:])
	}
	return list
}
