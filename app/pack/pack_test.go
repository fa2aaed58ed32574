package main

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"keepsake/app/command"
)

// TestManualHasEverything: each command has a page, each flag is on it, and two
// builds make the same bytes, whoever builds.
func TestManualHasEverything(t *testing.T) {
	day := time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)
	dir, again := t.TempDir(), t.TempDir()
	if err := help("1.2.3", day, dir); err != nil {
		t.Fatal(err)
	}
	t.Setenv("KEEPSAKE_LIBRARY", "/srv/mine")
	t.Setenv("HOME", "/home/somebody")
	if err := help("1.2.3", day, again); err != nil {
		t.Fatal(err)
	}
	root := command.Tree("1.2.3")
	var pages int
	var visit func(*cobra.Command)
	visit = func(c *cobra.Command) {
		for _, sub := range c.Commands() {
			if sub.IsAvailableCommand() {
				visit(sub)
			}
		}
		pages++
		name := "usr/share/man/man1/" + strings.ReplaceAll(c.CommandPath(), " ", "-") + ".1.gz"
		page := read(t, filepath.Join(dir, name))
		text := strings.ReplaceAll(unpack(t, page), `\-`, "-")
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if !f.Hidden && !strings.Contains(text, "--"+f.Name) {
				t.Errorf("%s does not explain --%s", name, f.Name)
			}
		})
		if !bytes.Equal(page, read(t, filepath.Join(again, name))) {
			t.Errorf("%s depends on who builds it", name)
		}
	}
	visit(root)
	if found, err := filepath.Glob(filepath.Join(dir, "usr/share/man/man1/*")); err != nil || len(found) != pages {
		t.Errorf("%d pages of %d commands, %v", len(found), pages, err)
	}
	for _, name := range []string{
		"usr/share/bash-completion/completions/keepsake", "usr/share/zsh/vendor-completions/_keepsake",
		"usr/share/fish/vendor_completions.d/keepsake.fish",
	} {
		if !bytes.Contains(read(t, filepath.Join(dir, name)), []byte(cobra.ShellCompRequestCmd)) {
			t.Errorf("%s does not ask the program", name)
		}
	}
}

// TestIcoHoldsPNGs reads the Windows icon back by its directory.
func TestIcoHoldsPNGs(t *testing.T) {
	t.Chdir("../..")
	dir := t.TempDir()
	if err := icons(dir); err != nil {
		t.Fatal(err)
	}
	b := read(t, filepath.Join(dir, "windows/keepsake.ico"))
	n := int(binary.LittleEndian.Uint16(b[4:]))
	if n != 6 {
		t.Fatalf("%d pictures, want 6", n)
	}
	for i := range n {
		entry := b[6+16*i:]
		size, at := binary.LittleEndian.Uint32(entry[8:]), binary.LittleEndian.Uint32(entry[12:])
		m, err := png.DecodeConfig(bytes.NewReader(b[at : at+size]))
		if err != nil || m.Width%256 != int(entry[0]) || m.Height%256 != int(entry[1]) {
			t.Errorf("picture %d of side %d: %+v, %v", i, entry[0], m, err)
		}
	}
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func unpack(t *testing.T, packed []byte) string {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
