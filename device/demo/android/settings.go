package android

import (
	"context"
	"fmt"
	"io"
	"strings"

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

// settingsCommand is `settings list SPACE` and `settings get SPACE KEY`.
func (s *System) settingsCommand(_ context.Context, c *shell.Call) int {
	if len(c.Args) < 2 || c.Args[0] != "list" && (c.Args[0] != "get" || len(c.Args) < 3) {
		fmt.Fprintln(c.Err, "usage: settings list NAMESPACE | settings get NAMESPACE KEY")
		return 255
	}
	space, value := c.Args[1], "null"
	for _, x := range s.settings {
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
type settingsProvider struct{ all []setting }

// Table implements content.Provider.
func (p settingsProvider) Table(u content.URI, _ []content.Extra) (content.Table, error) {
	if len(u.Path) == 0 {
		return content.Table{}, badURI(u)
	}
	t := content.Table{Name: u.Path[0], Columns: []string{"_id", "name", "value", "is_preserved_in_restore"}}
	for i, x := range p.all {
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
