package device

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"keepsake/device/adb"
)

// scripted is a link whose shell prints a text, with the mark of the script for
// every "MARK" in it.
type scripted struct {
	link
	out string
}

var markOf = regexp.MustCompile(`echo; echo (\S+) 0 `)

func (s scripted) Shell(_ context.Context, script string) (adb.Result, error) {
	mark := ""
	if m := markOf.FindStringSubmatch(script); m != nil {
		mark = m[1]
	}
	return adb.Result{Stdout: []byte(strings.ReplaceAll(s.out, "MARK", mark))}, nil
}

// Whatever the programs of a phone (sha256sum, ls) print: every file gets one
// answer, in order, and nothing comes from nowhere.
func FuzzAnswers(f *testing.F) {
	f.Add("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  -\n\nMARK 0 0\nls: /x: Permission denied\n\nMARK 1 1\n")
	f.Add("\nMARK 1 0\n\nMARK 0 0\n")
	f.Add("\r\n\r\nMARK 0 0\r\n")
	f.Add("/system/bin/sh: sha256sum: not found\n\nMARK 0 127\n")
	f.Fuzz(func(t *testing.T, out string) {
		paths := []string{"/sdcard/a", "/sdcard/it's b", "/sdcard/c\nd"}
		next := 0
		err := askEach(t.Context(), scripted{out: out}, "ls ", paths, func(i int, a answer) error {
			if i != next {
				t.Fatalf("answer %d after %d", i, next-1)
			}
			next++
			if len(a.text) > 100*len(out)+100 || strings.Contains(a.exit, "\n") || len(a.reason()) > 320 {
				t.Fatalf("%+v", a)
			}
			_ = a.refusal(paths[i])
			return nil
		})
		if err != nil || next != len(paths) {
			t.Fatalf("%d answers, %v", next, err)
		}
		h := hashing{link: scripted{out: out}, times: map[string]int{}, each: func(string, [32]byte, error) {}}
		for _, p := range paths {
			h.times[p] = 1
		}
		_ = h.together(t.Context(), paths)
	})
}
