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
// the answers, in order. The shell marks the end of every answer with a word
// that no file name holds, so that no name can pass for an answer.
func askEach(ctx context.Context, l link, program string, paths []string, each func(i int, a answer) error) error {
	mark := rand.Text()
	var script strings.Builder
	for i, p := range paths {
		fmt.Fprintf(&script, "{ %s%s; } 2>&1; e=$?; echo; echo %s %d $e\n", program, adb.Quote(p), mark, i)
	}
	res, err := l.Shell(ctx, script.String())
	if err != nil {
		return err
	}
	rest := string(res.Stdout)
	for i := range paths {
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
	var list [][]string
	start, length := 0, 0
	for i, p := range paths {
		n := len(adb.Quote(p)) + 100 // what askEach writes around it
		if i > start && (length+n > commandLength || i-start == commandFiles) {
			list = append(list, paths[start:i])
			start, length = i, 0
		}
		length += n
	}
	if start < len(paths) {
		list = append(list, paths[start:])
	}
	return list
}
