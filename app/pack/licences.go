package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// module is one that is linked into the program.
type module struct{ Path, Version, Dir string }

// linked are the modules of the program, its own left out.
func linked() ([]module, error) {
	list := exec.Command("go", "list", "-deps", "-json=Module", "-tags", "migrated_fynedo,nodynamic", ".")
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	var all []module
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			Module *struct {
				Path, Version, Dir string
				Main               bool
			}
		}
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		if m := p.Module; m != nil && !m.Main {
			all = append(all, module{m.Path, m.Version, m.Dir})
		}
	}
	slices.SortFunc(all, func(a, b module) int { return strings.Compare(a.Path, b.Path) })
	return slices.Compact(all), nil
}

var licenceName = regexp.MustCompile(`(?i)^(un)?licen[cs]e|^copying|^notice|^patents`)

// licences writes the licence texts of all that is linked in, each once, with the
// modules it is of. A module without any is an error.
func licences(name string) error {
	modules, err := linked()
	if err != nil {
		return err
	}
	var texts []string
	of := map[string][]string{}
	for _, m := range modules {
		entries, err := os.ReadDir(m.Dir)
		if err != nil {
			return err
		}
		found := false
		for _, e := range entries {
			if e.IsDir() || !licenceName.MatchString(e.Name()) {
				continue
			}
			b, err := os.ReadFile(filepath.Join(m.Dir, e.Name()))
			if err != nil {
				return err
			}
			found = true
			t := strings.TrimSpace(strings.ReplaceAll(string(b), "\r\n", "\n"))
			if of[t] == nil {
				texts = append(texts, t)
			}
			of[t] = append(of[t], m.Path+" "+m.Version)
		}
		if !found {
			return fmt.Errorf("%s %s has no licence", m.Path, m.Version)
		}
	}
	var b strings.Builder
	b.WriteString("Keepsake is under the MIT licence, see the file LICENSE. Linked into it are:\n")
	for _, m := range modules {
		fmt.Fprintf(&b, "    %s %s\n", m.Path, m.Version)
	}
	b.WriteString("\nThe names of towns are GeoNames' (geonames.org), under CC BY 4.0; the outline of the world\nis Natural Earth's, in the public domain.\n")
	fonts, err := os.ReadFile("app/ui/look/fonts/OFL.txt")
	if err != nil {
		return err
	}
	fmt.Fprintf(&b, "\n%s\nThe fonts for Chinese and Devanagari\n\n%s\n", strings.Repeat("-", 80), strings.TrimSpace(string(fonts)))
	for _, t := range texts {
		fmt.Fprintf(&b, "\n%s\n%s\n\n%s\n", strings.Repeat("-", 80), strings.Join(of[t], "\n"), t)
	}
	return write(name, []byte(b.String()))
}
