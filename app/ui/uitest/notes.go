package uitest

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"keepsake/app/ui/notes"
	"keepsake/app/ui/shelf"
	"keepsake/gallery"
	"keepsake/gallery/records"
)

// Notes is a library of notes made of code: notes.Library.
type Notes struct {
	All    []records.Note
	Phones []string // of each, by name; empty: all are Mum's
	Err    error
	Opened []string // names of files
	Asked  int      // searches
	Taken  []shelf.Moment
	Then   []records.Note // at the earlier of those

	mu sync.Mutex // two questions may be asked at once
}

// Lookback makes an earlier moment, with a note that was deleted since and one that
// was changed.
func (l *Notes) Lookback() time.Time {
	at := Now.AddDate(0, 0, -21)
	l.Taken = []shelf.Moment{{Taken: Now.AddDate(0, 0, -1), Phone: "4f2a", Count: len(l.All)}, {Taken: at, Phone: "4f2a", Count: len(l.All)}}
	l.Then = slices.Clone(l.All)
	l.Then[0].Body = "Only the ferry so far."
	l.Then = append(l.Then, records.Note{ID: "gone", Title: "Wi-Fi of the cabin", Folder: "Travel", Body: "It is on the fridge.", Modified: at.Add(-time.Hour).UnixMilli()})
	return at
}

// Moments implements history.Library.
func (l *Notes) Moments(context.Context, records.Category) ([]shelf.Moment, error) {
	return slices.Clone(l.Taken), nil
}

// Since implements history.Library.
func (l *Notes) Since(context.Context, records.Category, int64) (shelf.Since, error) {
	return shelf.Since{Gone: []records.Record{l.Then[len(l.Then)-1]}, Changed: []shelf.ChangedRecord{{Then: l.Then[0], Now: l.All[0]}}}, nil
}

// PhoneName implements history.Library.
func (l *Notes) PhoneName(string) string { return "Mum's phone" }

func (l *Notes) at(asOf int64) []records.Note {
	if asOf != 0 {
		return l.Then
	}
	return l.All
}

// NewNotes returns notes as people write them, and more of them up to n.
func NewNotes(n int) *Notes {
	picture := func(i int, name string) records.Attachment {
		h := HashOf(i)
		return records.Attachment{Name: name, MIME: "image/jpeg", SHA256: h.String(), Size: 240_000}
	}
	ago := func(d time.Duration) int64 { return Now.Add(-d).UnixMilli() }
	const day = 24 * time.Hour
	sound := sha256.Sum256([]byte("sound"))
	all := []records.Note{
		{ID: "1", Title: "Lighthouse trip", Folder: "Travel", Created: ago(50 * day), Modified: ago(41 * day), Pinned: ago(day), Alert: Now.Add(40 * time.Hour).UnixMilli(),
			Body:        "# Lighthouse trip\n\nTrain at **06.45**, platform 4. The ferry only goes when the weather is *quiet*, so look at the <mark>board in the harbour</mark> first.\n\n- [x] tickets\n- [x] sandwiches\n- [ ] tea & rope\n- [ ] call the keeper, he locks the door at four and does not hear the bell in the wind\n\n![who we met](attachments/met.jpg)\n\n## Afterwards\n\n1. Wash the boots\n2. Send the pictures to Nan\n\n[sound](attachments/sea.mp3)\n",
			Attachments: []records.Attachment{picture(3, "met.jpg"), {Name: "sea.mp3", MIME: "audio/mpeg", SHA256: hex.EncodeToString(sound[:]), Size: 412_000}}},
		{ID: "2", Title: "Bread", Folder: "Kitchen", Created: ago(200 * day), Modified: ago(3 * time.Hour), Body: "### Bread\n\n- 500 g flour\n- salt\n- 350 g water\n\n> \"Wait longer.\" Grandma\n\n![](attachments/bread.jpg)", Attachments: []records.Attachment{picture(7, "bread.jpg")}},
		{ID: "3", Created: ago(300 * day), Modified: ago(26 * time.Hour), Body: "spare key: behind the third pot\nask Tom about the pump"},
		{ID: "4", Title: "周末计划", Folder: "Travel", Created: ago(6 * day), Modified: ago(5 * day), Body: "1. 东门集合，早上八点，不要迟到\n2. 一起吃饭\n3. 去公园散步，然后看电影"},
		{ID: "5", Title: "قائمة التسوق", Folder: "Kitchen", Created: ago(10 * day), Modified: ago(9 * day), Body: "- [ ] خبز\n- [x] زيت زيتون\n- [ ] شاي بالنعناع وقليل من السكر"},
		{ID: "6", Title: "माँ की चाय", Folder: "Kitchen", Created: ago(20 * day), Modified: ago(15 * day), Body: "पानी उबालें, फिर **अदरक** और इलायची डालें।"},
		{ID: "7", Title: "A title that goes on and on because whoever wrote it never thought that anybody would have to fit it into a list", Folder: "Work, and everything that belongs to it in some way", Created: ago(90 * day), Modified: ago(80 * day), Body: "x"},
		{ID: "8", Title: "", Created: ago(420 * day), Modified: ago(400 * day), Body: "![](attachments/p.jpg)", Attachments: []records.Attachment{picture(11, "p.jpg")}},
		{ID: "9", Title: "Diary", Hidden: true, Created: ago(4 * day), Modified: ago(2 * day), Body: "nobody's business"},
	}
	folders := []string{"Travel", "Kitchen", "", "Ideas"}
	for i := len(all); i < n; i++ {
		x := records.Note{ID: fmt.Sprint(i + 1), Title: fmt.Sprintf("Note number %d", i), Folder: folders[i%4], Created: ago(time.Duration(i) * 5 * time.Hour), Modified: ago(time.Duration(i) * 5 * time.Hour),
			Body: strings.Repeat(fmt.Sprintf("Line %d says a little about the weather and the dinner.\n", i), 3)}
		if i%5 == 0 {
			x.Body += "\n![](attachments/p.jpg)"
			x.Attachments = []records.Attachment{picture(i, "p.jpg")}
		}
		all = append(all, x)
	}
	return &Notes{All: all[:min(n, len(all))]}
}

// Notes implements notes.Library.
func (l *Notes) Notes(_ context.Context, q shelf.RecordQuery) ([]notes.Card, error) {
	l.mu.Lock()
	l.Asked++
	l.mu.Unlock()
	if l.Err != nil {
		return nil, l.Err
	}
	var out []notes.Card
	for i, n := range l.at(q.AsOf) {
		words := strings.ToLower(n.Title + " " + n.Body)
		ok := q.Identities == nil || slices.Contains(q.Identities, n.Identity())
		for _, w := range strings.Fields(strings.ToLower(q.Search)) {
			ok = ok && strings.Contains(words, w)
		}
		if !ok {
			continue
		}
		c := notes.CardOf(n)
		c.ID, c.Phone, c.PhoneName, c.Identity = int64(i+1), "4f2a", "Mum's phone", n.Identity()
		if len(l.Phones) > 0 {
			c.PhoneName = l.Phones[i%len(l.Phones)]
			c.Phone = c.PhoneName
		}
		out = append(out, c)
	}
	sortBy(out, func(c notes.Card) int64 { return -c.Changed })
	return out, nil
}

// Note implements notes.Library.
func (l *Notes) Note(_ context.Context, id, asOf int64) (records.Note, error) {
	if l.Err != nil {
		return records.Note{}, l.Err
	}
	return l.at(asOf)[id-1], nil
}

// OpenFile implements notes.Library.
func (l *Notes) OpenFile(_ context.Context, _ string, a records.Attachment) error {
	l.Opened = append(l.Opened, a.Name)
	return l.Err
}

// Pictures are the paintings by any hash: a thumbs.Source.
type Pictures struct{ Err error }

// Thumb implements thumbs.Source.
func (p Pictures) Thumb(_ context.Context, h gallery.Hash, _ int) ([]byte, error) {
	if p.Err != nil {
		return nil, p.Err
	}
	return thumb[int(h[0])%paintings](), nil
}

func sortBy[T any](all []T, key func(T) int64) {
	slices.SortStableFunc(all, func(a, b T) int { return cmp.Compare(key(a), key(b)) })
}
