package uitest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/png"
	"slices"
	"strings"
	"sync"
	"time"

	"keepsake/app/ui/shelf"
	"keepsake/gallery"
	"keepsake/gallery/records"
)

// Papers is what a library made of code keeps beside pictures: contacts, messages
// and calls, answered at once. It is safe for concurrent use, save its fields, which
// a test sets before the window asks.
type Papers struct {
	Contacts []records.Contact // the id is the index plus one
	Then     []records.Contact // at Moment
	Talk     []records.Message
	Log      []records.Call
	Taken    []shelf.Moment
	Refused  []shelf.Refusal
	Err      error
	Names    map[string]string  // of phones
	PhoneOf  func(i int) string // of the i-th contact; nil: all of one phone

	mu       sync.Mutex
	Asked    []shelf.RecordQuery
	Exported []string
	thread   []string // of each message, worked out once
}

// NewPapers returns what is kept of n contacts, with messages and calls of some.
func NewPapers(n int) *Papers {
	p := &Papers{Names: map[string]string{"4f2a": "Mum's phone", "77aa": "Dad"}}
	for i := range n {
		p.Contacts = append(p.Contacts, contact(i))
	}
	return p
}

// given and family are the names of the made-up people.
var (
	given  = strings.Split("Anna Bruno Chiara David Elif Farid Greta Hannah Ivo Jana Karim Lena Marco Nadia Oskar Paula Quentin Rosa Samir Tilda Ugo Vera Wanda Xenia Yusuf Zoë Åsa Émile", " ")
	family = strings.Split("Lindqvist Moretti Novák Okafor Pérez Quist Rossi Şahin Tanaka Ueda Visser Weber Ximenes Yılmaz Zhang Abebe Bauer Costa Dubois Eriksson", " ")
	others = strings.Split("李小龙|王芳|张伟|陈静|欧阳娜娜|मीरा शर्मा|अर्जुन पटेल|محمد علي الحسن|ليلى حداد|Мария Иванова|Дмитрий Орлов|+49 30 901820|Dr. Katharina Aurelia von Hohenlohe-Waldenburg-Schillingsfürst (Praxis)", "|")
)

func contact(i int) records.Contact {
	c := records.Contact{ID: fmt.Sprint(i + 1), Account: []string{"com.google", "com.xiaomi", ""}[i%3], Starred: i%37 == 4}
	c.Name.Display = given[i*11%len(given)] + " " + family[(i*7+i/20)%len(family)]
	if i%4 == 3 && i/4 < len(others) {
		c.Name.Display = others[i/4]
	}
	if i >= 560 {
		c.Name.Display += fmt.Sprintf(" %d", i)
	}
	c.Phones = []records.Labelled{{Value: fmt.Sprintf("+49 170 12%05d", i), Kind: "mobile"}}
	if i%3 == 0 {
		c.Photo, c.PhotoMIME = []byte{byte(i)}, "image/jpeg"
		c.Phones = append(c.Phones, records.Labelled{Value: fmt.Sprintf("030 90%05d", i), Kind: "work"}, records.Labelled{Value: fmt.Sprintf("+43 664 55%05d", i), Kind: records.Custom, Label: "Ferienhaus"})
		c.Mails = []records.Labelled{{Value: "mail@example.org", Kind: "home"}, {Value: "office@example.com", Kind: "work"}}
		c.Addresses = []records.Address{{Kind: "home", Street: "Lindenallee 14", Postcode: "10115", City: "Berlin", Country: "Germany"}}
		c.Dates = []records.Labelled{{Value: "1990-04-01", Kind: records.Birthday}, {Value: "--06-12", Kind: "anniversary"}}
		c.Orgs = []records.Org{{Company: "Botanical Garden", Title: "Gardener"}}
		c.Notes = []string{"Met at the library.\nLikes tea, not coffee; allergic to nuts."}
		c.Groups = []string{"Family", "Book club"}
		c.Relations = []records.Labelled{{Value: "Paula", Kind: "sister"}}
		c.Websites = []records.Labelled{{Value: "https://example.org", Kind: "homepage"}}
	}
	return c
}

// ask notes a question and answers whether it fails.
func (p *Papers) ask(q shelf.RecordQuery) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.Asked = append(p.Asked, q)
	return p.Err
}

func (p *Papers) at(asOf int64) []records.Contact {
	if asOf != 0 {
		return p.Then
	}
	return p.Contacts
}

func (p *Papers) phone(i int) string {
	if p.PhoneOf != nil {
		return p.PhoneOf(i)
	}
	return "4f2a"
}

func has(words, search string) bool {
	for w := range strings.FieldsSeq(strings.ToLower(search)) {
		if !strings.Contains(strings.ToLower(words), w) {
			return false
		}
	}
	return true
}

// Faces implements contacts.Library.
func (p *Papers) Faces(_ context.Context, q shelf.RecordQuery) ([]shelf.Face, error) {
	if err := p.ask(q); err != nil {
		return nil, err
	}
	var all []shelf.Face
	for i, c := range p.at(q.AsOf) {
		if q.Phone != "" && p.phone(i) != q.Phone || !has(c.Shown()+" "+c.Phones[0].Value, q.Search) {
			continue
		}
		all = append(all, shelf.Face{ID: int64(i + 1), Phone: p.phone(i), Identity: c.Identity(), Name: c.Shown(), Starred: c.Starred, Photo: len(c.Photo) > 0})
	}
	return all, nil
}

// Contact implements contacts.Library.
func (p *Papers) Contact(_ context.Context, id, asOf int64) (shelf.Entry[records.Contact], error) {
	all := p.at(asOf)
	if id < 1 || int(id) > len(all) {
		return shelf.Entry[records.Contact]{}, errors.New("there is no such contact")
	}
	c := all[id-1]
	return shelf.Entry[records.Contact]{ID: id, Phone: p.phone(int(id - 1)), Identity: c.Identity(), Record: c}, nil
}

// Traffic implements contacts.Library.
func (p *Papers) Traffic(_ context.Context, tails []string) (messages, calls int, err error) {
	for _, m := range p.Talk {
		if slices.Contains(tails, m.Thread()) {
			messages++
		}
	}
	for _, c := range p.Log {
		if slices.Contains(tails, records.Tail(c.Number)) {
			calls++
		}
	}
	return messages, calls, nil
}

// Moments implements history.Library.
func (p *Papers) Moments(context.Context, records.Category) ([]shelf.Moment, error) {
	return slices.Clone(p.Taken), nil
}

// Since implements history.Library: of contacts, by their identity and row.
func (p *Papers) Since(_ context.Context, c records.Category, _ int64) (shelf.Since, error) {
	var s shelf.Since
	if c != records.Contacts {
		return s, nil
	}
	now := map[string]records.Contact{}
	for _, x := range p.Contacts {
		now[x.ID] = x
	}
	then := map[string]bool{}
	for _, x := range p.Then {
		then[x.ID] = true
		y, ok := now[x.ID]
		switch {
		case !ok:
			s.Gone = append(s.Gone, x)
		case x.Digest() != y.Digest():
			s.Changed = append(s.Changed, shelf.ChangedRecord{Then: x, Now: y})
		}
	}
	for _, x := range p.Contacts {
		if !then[x.ID] {
			s.Added = append(s.Added, x)
		}
	}
	return s, nil
}

// Refusals implements contacts.Library.
func (p *Papers) Refusals(context.Context, records.Category) ([]shelf.Refusal, error) {
	return slices.Clone(p.Refused), nil
}

// PhoneName implements history.Library.
func (p *Papers) PhoneName(id string) string { return p.Names[id] }

// Formats implements saving.Exporter.
func (p *Papers) Formats(c records.Category) []string {
	switch c {
	case records.Contacts:
		return []string{"vcf", "html", "csv", "ndjson"}
	case records.Messages:
		return []string{"xml", "html", "csv", "ndjson"}
	}
	return []string{"xml", "csv", "ndjson"}
}

// Page implements saving.Exporter.
func (p *Papers) Page(_ context.Context, title string, q shelf.RecordQuery) (string, error) {
	return "/library/print/" + title + ".html", p.ask(q)
}

// ExportRecords implements saving.Exporter.
func (p *Papers) ExportRecords(_ context.Context, dir, format, title string, q shelf.RecordQuery) (string, int, error) {
	if err := p.ask(q); err != nil {
		return "", 0, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	path := dir + "/" + title + "." + format
	p.Exported = append(p.Exported, path)
	return path, max(len(q.IDs), 1), nil
}

// Thumb implements thumbs.Source.
func (p *Papers) Thumb(_ context.Context, h gallery.Hash, pixels int) ([]byte, error) {
	seed := uint64(h[0])<<8 | uint64(h[1])
	if id, _, ok := shelf.FaceOf(h); ok {
		seed = uint64(id)
	}
	var b bytes.Buffer
	err := png.Encode(&b, Landscape(seed, 320, 240))
	return b.Bytes(), err
}

// Lookback gives p an earlier backup, three weeks before Now: somebody was there who
// was deleted, somebody had another number, somebody was not there yet.
func (p *Papers) Lookback() time.Time {
	at := Now.AddDate(0, 0, -21)
	p.Taken = []shelf.Moment{{Taken: Now.AddDate(0, 0, -1), Phone: "4f2a", Count: len(p.Contacts)}, {Taken: at, Phone: "4f2a", Count: len(p.Contacts)}}
	p.Then = slices.Clone(p.Contacts[:len(p.Contacts)-2])
	gone := contact(6)
	gone.ID, gone.Name.Display = "9999", "Beatrix Adler"
	p.Then = append(p.Then, gone)
	p.Then[0].Phones = []records.Labelled{{Value: "+49 151 7654321", Kind: "mobile"}}
	return at
}
