package android

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"keepsake/device/demo/content"
	"keepsake/device/demo/shell"
)

type setting struct{ space, key, value string }

func readSettings() ([]setting, error) {
	text, err := lines("settings.txt")
	if err != nil {
		return nil, err
	}
	var all []setting
	for _, line := range text {
		parts := strings.SplitN(line, " ", 3)
		if len(parts) != 3 {
			return nil, fmt.Errorf("setting line %q", line)
		}
		all = append(all, setting{parts[0], parts[1], parts[2]})
	}
	return all, nil
}

// settingsTable is what the three tables hold, in their order.
type settingsTable struct {
	mu  sync.Mutex
	all []setting // guarded by mu
}

func (t *settingsTable) list() []setting {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.all)
}

func (t *settingsTable) put(space, key, value string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for i, x := range t.all {
		if x.space == space && x.key == key {
			t.all[i].value = value
			return
		}
	}
	t.all = append(t.all, setting{space, key, value})
}

func (t *settingsTable) remove(space, key string) (n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.all = slices.DeleteFunc(t.all, func(x setting) bool {
		if x.space != space || x.key != key {
			return false
		}
		n++
		return true
	})
	return n
}

// settingsCommand is `settings list SPACE`, `settings get SPACE KEY`, and put and
// delete. Xiaomi lets the shell change them only with a switch of its own.
func (s *System) settingsCommand(_ context.Context, c *shell.Call) int {
	wants := map[string]int{"list": 2, "get": 3, "put": 4, "delete": 3}
	if len(c.Args) < 2 || wants[c.Args[0]] == 0 || len(c.Args) < wants[c.Args[0]] {
		fmt.Fprintln(c.Err, "usage: settings list NAMESPACE | settings get NAMESPACE KEY")
		return 255
	}
	space, value := c.Args[1], "null"
	if (c.Args[0] == "put" || c.Args[0] == "delete") && !s.trusted() {
		fmt.Fprintf(c.Err, "\nException occurred while executing '%s':\njava.lang.SecurityException: Permission denial: writing to settings requires:android.permission.WRITE_SECURE_SETTINGS\n", c.Args[0])
		return 255
	}
	switch c.Args[0] {
	case "put":
		s.settings.put(space, c.Args[2], c.Args[3])
		return 0
	case "delete":
		fmt.Fprintf(c.Out, "Deleted %d rows\n", s.settings.remove(space, c.Args[2]))
		return 0
	}
	for _, x := range s.settings.list() {
		switch {
		case x.space != space:
		case c.Args[0] == "list":
			fmt.Fprintf(c.Out, "%s=%s\n", x.key, x.value)
		case x.key == c.Args[2]:
			value = x.value
		}
	}
	if c.Args[0] == "get" {
		fmt.Fprintln(c.Out, value)
	}
	return 0
}

// settingsProvider serves content://settings/system and its sisters.
type settingsProvider struct{ t *settingsTable }

// Table implements content.Provider.
func (p settingsProvider) Table(u content.URI, _ []content.Extra) (content.Table, error) {
	if len(u.Path) == 0 {
		return content.Table{}, badURI(u)
	}
	t := content.Table{Name: u.Path[0], Columns: []string{"_id", "name", "value", "is_preserved_in_restore"}}
	for i, x := range p.t.list() {
		if x.space == u.Path[0] && (len(u.Path) == 1 || x.key == u.Path[1]) {
			t.Rows = append(t.Rows, content.Values{int64(i + 1), x.key, x.value, int64(0)})
		}
	}
	return t, nil
}

// Read implements content.Provider.
func (settingsProvider) Read(u content.URI) (io.Reader, error) { return nil, noFile(u) }

// Call implements content.Provider.
func (settingsProvider) Call(string, string) (string, error) { return "", nil }

// Type implements content.Provider.
func (settingsProvider) Type(content.URI) string { return "" }

func badURI(u content.URI) error {
	return &content.ProviderError{Class: "java.lang.IllegalArgumentException", Text: "Unknown URL " + u.Text}
}

func noFile(u content.URI) error {
	return &content.ProviderError{Class: "java.io.FileNotFoundException", Text: "No files supported by provider at " + u.Text}
}
