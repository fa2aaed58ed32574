package command

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"keepsake/app/job"
	"keepsake/app/settings"
)

// completions is what a shell is offered behind these words.
func completions(t *testing.T, words ...string) []string {
	t.Helper()
	var out, errs bytes.Buffer
	if code := Run(context.Background(), Env{Stdout: &out, Stderr: &errs}, append([]string{cobra.ShellCompNoDescRequestCmd}, words...)); code != 0 {
		t.Fatalf("completing %q: exit code %d, %s", words, code, errs.String())
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	return lines[:len(lines)-1] // the last one is the directive
}

// TestEveryCommandCompletes asks as a shell does: each command is offered behind
// its parent, each flag behind its command.
func TestEveryCommandCompletes(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	each(Tree("1"), func(c *cobra.Command) {
		words := strings.Fields(c.CommandPath())[1:]
		offered := completions(t, append(slices.Clone(words), "")...)
		for _, sub := range c.Commands() {
			if sub.IsAvailableCommand() && !slices.Contains(offered, sub.Name()) {
				t.Errorf("%s is not offered behind %q: %q", sub.Name(), c.CommandPath(), offered)
			}
		}
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			// By its name: behind a bare "--" those that must be given come first, alone.
			offered := completions(t, append(slices.Clone(words), "--"+f.Name)...)
			if !f.Hidden && !slices.ContainsFunc(offered, func(o string) bool { return strings.TrimSuffix(o, "=") == "--"+f.Name }) {
				t.Errorf("%s --%s is not offered: %q", c.CommandPath(), f.Name, offered)
			}
		})
	})
}

// TestOfferedKindsAreTaken: what completion offers, the command understands.
func TestOfferedKindsAreTaken(t *testing.T) {
	kinds := completions(t, "backup", "--what", "")
	if len(kinds) < 10 {
		t.Errorf("backup --what offers %q", kinds)
	}
	for _, k := range kinds {
		if _, _, err := wanted([]string{k}); err != nil {
			t.Error(err)
		}
	}
	for _, k := range completions(t, "export", "--what", "") {
		if err := (&exportFlags{what: k, format: "original", options: job.ExportOptions{Quality: 92}}).check(); err != nil {
			t.Error(err)
		}
	}
}

func TestCloudsAreOfferedByName(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", dir)
	path, err := settings.DefaultPath()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(`{"clouds":[{"id":"c1","name":"nas","kind":"folder"}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, words := range [][]string{{"upload", "--to", ""}, {"fetch", "--from", ""}, {"verify", "--cloud", ""}, {"cloud", "test", ""}} {
		if got := completions(t, words...); !slices.Equal(got, []string{"nas"}) {
			t.Errorf("%q offers %q, want the cloud's name", words, got)
		}
	}
	if got := completions(t, "check", "--against", ""); !slices.Equal(got, []string{"phone", "cloud:nas"}) {
		t.Errorf("check --against offers %q", got)
	}
	if got := completions(t, "restore", "--search", ""); len(got) != 0 {
		t.Errorf("restore --search offers %q, want nothing", got)
	}
}

// TestEveryCommandIsExplained: a page of the manual says what it is for, shows an
// example of what takes more than a name, and explains each flag.
func TestEveryCommandIsExplained(t *testing.T) {
	each(Tree("1"), func(c *cobra.Command) {
		if c.Short == "" {
			t.Errorf("%s does not say what it is for", c.CommandPath())
		}
		if c.Example == "" && c.IsAvailableCommand() && c.Parent() == c.Root() && !c.HasSubCommands() {
			t.Errorf("%s has no example", c.CommandPath())
		}
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if f.Usage == "" {
				t.Errorf("%s --%s is not explained", c.CommandPath(), f.Name)
			}
		})
	})
}
