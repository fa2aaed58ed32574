package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"keepsake/app/command"
)

// help writes a manual page for each command and completions for three shells.
func help(version string, day time.Time, dir string) error {
	// What this computer's owner has set is nobody else's default.
	if err := os.Unsetenv("KEEPSAKE_LIBRARY"); err != nil {
		return err
	}
	root := command.Tree(version)
	root.DisableAutoGenTag = true
	man := filepath.Join(dir, "usr/share/man/man1")
	if err := os.MkdirAll(man, 0o755); err != nil {
		return err
	}
	header := &doc.GenManHeader{Title: "KEEPSAKE", Section: "1", Date: &day, Source: "Keepsake " + version, Manual: "Keepsake"}
	if err := doc.GenManTree(root, header, man); err != nil {
		return err
	}
	pages, err := filepath.Glob(filepath.Join(man, "*.1"))
	if err != nil {
		return err
	}
	for _, p := range pages {
		if err := pack(p); err != nil {
			return err
		}
	}
	for name, made := range map[string]func(*cobra.Command, io.Writer) error{
		"usr/share/bash-completion/completions/keepsake": func(c *cobra.Command, w io.Writer) error { return c.GenBashCompletionV2(w, true) },
		"usr/share/zsh/vendor-completions/_keepsake":     (*cobra.Command).GenZshCompletion,
		"usr/share/fish/vendor_completions.d/keepsake.fish": func(c *cobra.Command, w io.Writer) error {
			return c.GenFishCompletion(w, true)
		},
	} {
		var b bytes.Buffer
		if err := made(root, &b); err != nil {
			return err
		}
		if err := write(filepath.Join(dir, name), b.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

// pack compresses a manual page as Debian wants it, the same bytes each time.
func pack(name string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	// The home of whoever builds it is nobody's default.
	if home, err := os.UserHomeDir(); err == nil && len(home) > 1 {
		data = []byte(strings.ReplaceAll(string(data), home, "~"))
	}
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := z.Write(data); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	if err := write(name+".gz", b.Bytes()); err != nil {
		return err
	}
	return os.Remove(name)
}
