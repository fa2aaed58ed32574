package words

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"

	"fyne.io/fyne/v2/lang"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

//go:embed translations/*.json
var translations embed.FS

// catalog holds one language's sentences. A sentence it lacks is English.
type catalog struct {
	tag   language.Tag // as its file is named
	file  string
	says  map[string]string
	forms map[string]map[string]string // by plural form: one, few, many, other …
}

// Locale is the desktop's language and region; English when it says neither.
func Locale() language.Tag {
	tag, err := language.Parse(lang.SystemLocale().LanguageString())
	if err != nil {
		return language.English
	}
	return tag
}

// choose returns the catalog that serves a reader of want best; English, which
// comes first, serves whom no other does.
func choose(cs []*catalog, want language.Tag) *catalog {
	tags := make([]language.Tag, len(cs))
	for i, c := range cs {
		tags[i] = c.tag
	}
	_, i, _ := language.NewMatcher(tags).Match(want)
	return cs[i]
}

// shipped lists the translations, English first, without reading them.
func shipped(files fs.FS) ([]*catalog, error) {
	names, err := fs.Glob(files, "translations/*.json")
	if err != nil {
		return nil, err
	}
	var all []*catalog
	for _, name := range names {
		base := strings.TrimSuffix(name[strings.LastIndexByte(name, '/')+1:], ".json")
		tag, err := language.Parse(base)
		if err != nil {
			return nil, fmt.Errorf("%s is not named after a language: %w", name, err)
		}
		c := &catalog{tag: tag, file: name}
		if tag == language.English {
			all = append([]*catalog{c}, all...)
		} else {
			all = append(all, c)
		}
	}
	return all, nil
}

// read fills a catalog that shipped listed.
func (c *catalog) read(files fs.FS) error {
	data, err := fs.ReadFile(files, c.file)
	if err != nil {
		return err
	}
	full, err := parse(c.tag, data)
	if err != nil {
		return fmt.Errorf("%s: %w", c.file, err)
	}
	c.says, c.forms = full.says, full.forms
	return nil
}

// catalogs reads every translation, English first.
func catalogs(files fs.FS) ([]*catalog, error) {
	all, err := shipped(files)
	if err != nil {
		return nil, err
	}
	for _, c := range all {
		if err := c.read(files); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func parse(tag language.Tag, data []byte) (*catalog, error) {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return nil, err
	}
	c := &catalog{tag: tag, says: map[string]string{}, forms: map[string]map[string]string{}}
	for key, v := range raw {
		var s string
		if json.Unmarshal(v, &s) == nil {
			c.says[key] = s
			continue
		}
		var f map[string]string
		if err := json.Unmarshal(v, &f); err != nil {
			return nil, fmt.Errorf("%q is neither a sentence nor plural forms: %w", key, err)
		}
		c.forms[key] = f
	}
	return c, nil
}

func (c *catalog) plain(sentence string) string {
	if s, ok := c.says[sentence]; ok {
		return s
	}
	return sentence
}

var formNames = map[plural.Form]string{
	plural.Zero: "zero", plural.One: "one", plural.Two: "two",
	plural.Few: "few", plural.Many: "many", plural.Other: "other",
}

func (c *catalog) plural(sentence string, n int) string {
	f, ok := c.forms[sentence]
	if !ok {
		return sentence
	}
	if s, ok := f[formNames[plural.Cardinal.MatchPlural(c.tag, n, 0, 0, 0, 0)]]; ok {
		return s
	}
	if s, ok := f["other"]; ok {
		return s
	}
	return sentence
}
