package probe

import (
	"errors"
	"slices"
	"strings"

	"keepsake/device/adb"
)

// command is a pipeline of programs with their arguments. There is no other way
// to the phone's shell: every word is quoted, so that none can redirect output
// or begin another command.
type command [][]string

// run is a command of one program.
func run(words ...string) command { return command{words} }

// pipe adds a program that reads what the one before said.
func (c command) pipe(words ...string) command { return append(slices.Clip(c), words) }

// String writes the command for a shell.
func (c command) String() string {
	stages := make([]string, len(c))
	for i, words := range c {
		quoted := make([]string, len(words))
		for j, w := range words {
			if quoted[j] = w; !bare(w) {
				quoted[j] = adb.Quote(w)
			}
		}
		stages[i] = strings.Join(quoted, " ")
	}
	return strings.Join(stages, " | ")
}

// bare reports whether a word means itself to every shell.
func bare(w string) bool {
	for i := 0; i < len(w); i++ {
		c := w[i]
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && strings.IndexByte("_-./:,+", c) < 0 {
			return false
		}
	}
	return w != ""
}

// question is how a program that only tells something is called.
type question struct {
	words []string // the beginning
	whole bool     // and nothing may follow
}

// questions are all that may be run: none of them can change anything, whatever
// follows where something may.
var questions = [...]question{
	{[]string{"cmd", "appops", "get"}, false},
	{[]string{"cmd", "package", "query-activities"}, false},
	{[]string{"cmd", "wifi", "help"}, true},
	{[]string{"content", "query"}, false},
	{[]string{"content", "read"}, false},
	{[]string{"date", "+%z"}, true},
	{[]string{"df", "-k"}, false},
	{[]string{"dumpsys", "battery"}, true},
	{[]string{"dumpsys", "package", "com.android.shell"}, true},
	{[]string{"getprop"}, false},
	{[]string{"grep"}, false},
	{[]string{"head"}, false},
	{[]string{"ls"}, false},
	{[]string{"pm", "list"}, false},
	{[]string{"settings", "list"}, false},
	{[]string{"sm", "list-volumes"}, false},
	{[]string{"stat"}, false},
	{[]string{"tail"}, false},
	{[]string{"test"}, false},
	{[]string{"true"}, true},
}

var errNoQuestion = errors.New("this command might change something on the phone")

// check refuses what is no question.
func (c command) check() error {
	for _, words := range c {
		if !slices.ContainsFunc(questions[:], func(q question) bool {
			n := len(q.words)
			return len(words) >= n && slices.Equal(words[:n], q.words) && (len(words) == n || !q.whole)
		}) {
			return errNoQuestion
		}
	}
	if len(c) == 0 {
		return errNoQuestion
	}
	return nil
}
