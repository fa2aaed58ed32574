package desk

import (
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Autostart is this program in the list of what the desktop starts when its user
// signs in.
type Autostart struct {
	ID   string   // "app.keepsake.Keepsake"
	Name string   // "Keepsake"
	Exe  string   // the program
	Args []string // what it is started with
}

// Program is the running program's own file: the AppImage where it came in one,
// since what is inside lies elsewhere each time.
func Program() (string, error) {
	if p := os.Getenv("APPIMAGE"); p != "" {
		return p, nil
	}
	p, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("find this program: %w", err)
	}
	return windowed(p), nil
}

// windowed is the program that opens no console: on Windows the console's one is
// keepsake.com, and lies beside it.
func windowed(p string) string {
	if ext := filepath.Ext(p); strings.EqualFold(ext, ".com") {
		exe := strings.TrimSuffix(p, ext) + ".exe"
		if _, err := os.Stat(exe); err == nil {
			return exe
		}
	}
	return p
}

// Set adds the program to the list, or takes it away. Adding it again brings a
// program that has moved up to date.
func (a Autostart) Set(on bool) error {
	if err := a.set(on); err != nil {
		return fmt.Errorf("start with the computer: %w", err)
	}
	return nil
}

// desktopEntry is the entry of an XDG desktop (Desktop Application Autostart
// Specification, Desktop Entry Specification).
func (a Autostart) desktopEntry() string {
	words := make([]string, 0, 1+len(a.Args))
	for _, w := range append([]string{a.Exe}, a.Args...) {
		words = append(words, execWord(w))
	}
	return "[Desktop Entry]\nType=Application\nName=" + a.Name + "\nExec=" + strings.Join(words, " ") +
		"\nIcon=" + a.ID + "\nTerminal=false\nX-GNOME-Autostart-enabled=true\n"
}

// execWord quotes a word of Exec: once for the word, and once more because the
// value is a string. Field codes begin with a percent sign.
func execWord(w string) string {
	w = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "`", "\\`", `$`, `\$`).Replace(w)
	w = strings.NewReplacer(`\`, `\\`, "%", "%%", "\n", `\n`).Replace(w)
	return `"` + w + `"`
}

// launchAgent is the property list of a macOS launch agent (launchd.plist(5)).
func (a Autostart) launchAgent() string {
	var b strings.Builder
	escape := func(s string) { _ = xml.EscapeText(&b, []byte(s)) } // a builder takes everything
	b.WriteString(xml.Header + `<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>Label</key>
	<string>`)
	escape(a.ID)
	b.WriteString("</string>\n\t<key>ProgramArguments</key>\n\t<array>\n")
	for _, w := range append([]string{a.Exe}, a.Args...) {
		b.WriteString("\t\t<string>")
		escape(w)
		b.WriteString("</string>\n")
	}
	b.WriteString("\t</array>\n\t<key>RunAtLoad</key>\n\t<true/>\n\t<key>ProcessType</key>\n\t<string>Interactive</string>\n</dict>\n</plist>\n")
	return b.String()
}

// runLine is the command line of Windows' Run key. No path there has a quote in it.
func (a Autostart) runLine() string {
	return strings.Join(append([]string{`"` + a.Exe + `"`}, a.Args...), " ")
}

// write puts a small file in its place, whole or not at all.
func write(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	tmp := path + ".new"
	if err := os.WriteFile(tmp, []byte(text), 0o600); err != nil {
		return err
	}
	return os.Rename(tmp, path)
}
