package library

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"
)

// phonesFile holds what the owner calls the phones. It belongs to the library,
// not to the computer: the names move with it.
const phonesFile = ".keepsake/phones.json"

const (
	maxNames = 1 << 20 // bytes read of phonesFile: it may have been damaged
	maxName  = 60      // characters of one name
)

// choice is what the owner chose for one phone.
type choice struct {
	Name string `json:"name,omitempty"`
}

// Rename lets the owner call a phone (by its id) something else; an empty name
// gives it its own again. Folders of the library keep their names.
func (l *Library) Rename(phone, name string) error {
	name = cleanName(name)
	l.naming.Lock()
	defer l.naming.Unlock()
	all, err := l.choices()
	if err != nil {
		return err
	}
	c := all[phone]
	c.Name = name
	if all[phone] = c; c == (choice{}) {
		delete(all, phone)
	}
	data, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return fmt.Errorf("rename the phone: %w", err)
	}
	path := filepath.Join(l.Dir(), filepath.FromSlash(phonesFile))
	if err := os.WriteFile(path+".new", append(data, '\n'), 0o600); err != nil {
		return fmt.Errorf("rename the phone: %w", err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		return fmt.Errorf("rename the phone: %w", err)
	}
	return nil
}

// Names returns the names the owner gave, by phone id.
func (l *Library) Names() (map[string]string, error) { return namesAt(l.Dir()) }

// namesAt is Names of the library at dir.
func namesAt(dir string) (map[string]string, error) {
	all, err := choicesAt(dir)
	if err != nil {
		return nil, err
	}
	names := make(map[string]string, len(all))
	for id, c := range all {
		if n := cleanName(c.Name); n != "" {
			names[id] = n
		}
	}
	return names, nil
}

// choices reads phonesFile. A damaged one is no reason to stop: the phones have
// names of their own.
func (l *Library) choices() (map[string]choice, error) { return choicesAt(l.Dir()) }

// choicesAt is choices of the library at dir.
func choicesAt(dir string) (map[string]choice, error) {
	all := map[string]choice{}
	path := filepath.Join(dir, filepath.FromSlash(phonesFile))
	st, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return all, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the phones' names: %w", err)
	}
	if st.Size() > maxNames {
		return all, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the phones' names: %w", err)
	}
	if json.Unmarshal(data, &all) != nil || all == nil {
		all = map[string]choice{}
	}
	return all, nil
}

// cleanName makes one line of bounded length of what was typed.
func cleanName(s string) string {
	s = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > maxName {
		s = strings.TrimSpace(string(r[:maxName]))
	}
	return s
}
