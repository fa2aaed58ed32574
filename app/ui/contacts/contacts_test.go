package contacts

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"keepsake/app/ui/history"
	"keepsake/app/ui/hop"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/uitest"
	"keepsake/gallery/records"
)

// bench is a model on a queue, over made-up contacts.
type bench struct {
	*Model
	papers *uitest.Papers
	queue  hop.Queue
	hop    *hop.Hop
}

func newBench(t testing.TB, p *uitest.Papers) *bench {
	t.Helper()
	b := &bench{papers: p}
	b.hop = hop.New(t.Context(), b.queue.Post)
	b.Model = NewModel(p, b.hop)
	b.Load()
	b.settle()
	return b
}

func (b *bench) settle() { b.queue.Settle(b.hop.Idle) }

func (b *bench) names() []string {
	var all []string
	for _, s := range b.Sections {
		for _, f := range s.Faces {
			all = append(all, s.Letter+" "+f.Name)
		}
	}
	return all
}

func TestLettersAndOrder(t *testing.T) {
	var faces []shelf.Face
	for i, n := range []string{"zoë", "Åsa", "王芳", "李小龙", "Ben", "+49 170", "Мария", "محمد", "मीरा", "Émile", "Łukasz", "(Anna)", "", "张伟", "阿明", "김하준", "꽃집", "ㅋㅋ", "さとう", "ドン", "𝓐da", "Ａmy", "👵 Oma", "\ufffd?"} {
		faces = append(faces, shelf.Face{ID: int64(i + 1), Name: n, Starred: n == "Ben"})
	}
	var got []string
	for _, s := range newSorter().sections(faces) {
		for _, f := range s.Faces {
			got = append(got, s.Letter+" "+f.Name)
		}
	}
	want := "★ Ben,A (Anna),A 𝓐da,A Ａmy,A Åsa,A 阿明,B Ben,E Émile,L Łukasz,L 李小龙,W 王芳,Z zoë,Z 张伟,М Мария,م محمد,म मीरा,さ さとう,た ドン,ㄱ 김하준,ㄱ 꽃집,ㅋ ㅋㅋ,# ,# +49 170,# 👵 Oma,# \ufffd?"
	if strings.Join(got, ",") != want {
		t.Errorf("in the order\n%s, want\n%s", strings.Join(got, ","), want)
	}
}

func TestLettersThatNoFontHas(t *testing.T) {
	all := []Section{{starred, []shelf.Face{{ID: 1}}}, {"A", []shelf.Face{{ID: 1}}}, {"ㄱ", []shelf.Face{{ID: 2}}}, {"अ", []shelf.Face{{ID: 3}}}}
	drawn := func(l string) bool { return l == "A" || l == "अ" }
	if got := gather(all, drawn); len(got) != 4 || got[2].Letter != "अ" || got[3].Letter != other || got[3].Faces[0].ID != 2 {
		t.Errorf("%+v", got)
	}
	all = append(all, Section{other, []shelf.Face{{ID: 9}}})
	if got := gather(all, drawn); len(got) != 4 || len(got[3].Faces) != 2 {
		t.Errorf("%+v", got)
	}
	if got := gather(all[:2], drawn); len(got) != 2 {
		t.Errorf("%+v", got)
	}
}

func TestTheSamePersonOfTwoPhonesStandsOnce(t *testing.T) {
	p := uitest.NewPapers(4)
	p.Contacts[2] = p.Contacts[1]
	p.Contacts[2].Photo = []byte{1}
	p.PhoneOf = func(i int) string { return []string{"4f2a", "4f2a", "77aa", "77aa"}[i] }
	b := newBench(t, p)
	if b.Count != 3 || !slices.Equal(b.Phones, []string{"4f2a", "77aa"}) {
		t.Fatalf("%d people of %v", b.Count, b.Phones)
	}
	b.Show(3) // the one with the photo stands for both
	b.settle()
	if b.Open == nil || b.Open.ID != 3 || !slices.Equal(b.Open.Entry.Record.Photo, []byte{1}) || !slices.Equal(b.Open.Phones, []string{"4f2a", "77aa"}) {
		t.Errorf("open %+v", b.Open)
	}
	b.SetPhone("4f2a")
	b.settle()
	if b.Count != 2 || len(b.Phones) != 2 {
		t.Errorf("of one phone %d, phones offered %v", b.Count, b.Phones)
	}
}

func TestSearchAndWhoIsOpen(t *testing.T) {
	b := newBench(t, uitest.NewPapers(200))
	b.papers.Talk = []records.Message{{Address: "+4917012" + "00012", Box: 1}, {Address: "0170 1200012", Box: 1}}
	b.papers.Log = []records.Call{{Number: "+49 170 1200012"}}
	b.Show(13)
	b.settle()
	if b.Open == nil || b.Open.ID != 13 || b.Open.Messages != 2 || b.Open.Calls != 1 {
		t.Fatalf("open %+v", b.Open)
	}
	b.SetSearch("zzz")
	b.settle()
	if b.Count != 0 || b.Open != nil {
		t.Errorf("found %d, open %v", b.Count, b.Open)
	}
	b.SetSearch("1200012")
	b.settle()
	if b.Count != 1 || b.Open == nil || b.Open.ID != 13 {
		t.Errorf("found %v, open %v", b.names(), b.Open)
	}
	b.papers.Err = errors.New("the disk is gone")
	b.Load()
	b.settle()
	if b.Err == nil {
		t.Error("an error is not told")
	}
}

func TestLookingBackFindsWhoWasDeleted(t *testing.T) {
	p := uitest.NewPapers(20)
	at := p.Lookback()
	b := newBench(t, p)
	if n := len(b.Past.Earlier()); n != 1 {
		t.Fatalf("%d earlier moments", n)
	}
	b.Past.Look(at)
	b.settle()
	if got := strings.Join(b.names(), ","); !strings.Contains(got, "Beatrix Adler") || b.Count != 19 {
		t.Fatalf("then there were %s", got)
	}
	tests := []struct {
		only history.Mark
		want int
		mark history.Mark
	}{{history.Gone, 1, history.Gone}, {history.Changed, 1, history.Changed}, {history.Added, 2, history.Added}}
	for _, tt := range tests {
		b.Past.Show(tt.only)
		b.settle()
		if b.Count != tt.want || b.Open == nil || b.Open.Mark != tt.mark {
			t.Errorf("mark %d: %v, open %+v", tt.only, b.names(), b.Open)
		}
	}
	b.Past.Show(history.Changed)
	b.settle()
	if f := Compared(b.Open.Record, *b.Open.Now); f[0].Mark != history.Gone || f[len(f)-1].Mark != history.Added {
		t.Errorf("what changed: %+v", f)
	}
	if q, n := b.Wanted(); q.AsOf != at.UnixMilli() || n != 1 {
		t.Errorf("exported from now: %+v, %d", q, n)
	}
	b.Past.Show(history.Changed) // again: everybody
	b.settle()
	if b.Count != 19 {
		t.Errorf("%d, want everybody", b.Count)
	}
	b.Past.Look(noTime)
	b.settle()
	if b.Count != 20 || strings.Contains(strings.Join(b.names(), ","), "Beatrix") {
		t.Errorf("now %v", b.names())
	}
}

func TestChoosingSeveral(t *testing.T) {
	b := newBench(t, uitest.NewPapers(30))
	order := b.order()
	b.Show(order[2])
	b.settle()
	b.Range(order[5])
	if len(b.Chosen) != 4 {
		t.Errorf("a range of %d", len(b.Chosen))
	}
	b.Toggle(order[5])
	b.Toggle(order[20])
	if q, n := b.Wanted(); n != 4 || !slices.Equal(q.IDs, []int64{order[2], order[3], order[4], order[20]}) {
		t.Errorf("wanted %v", q.IDs)
	}
	b.ChooseAll()
	if _, n := b.Wanted(); n != 30 {
		t.Errorf("all are %d", n)
	}
	b.ChooseNone()
	b.SetSearch("a")
	b.settle()
	if q, n := b.Wanted(); n != b.Count || len(q.IDs) != n {
		t.Errorf("what is found: %d of %d", n, b.Count)
	}
}

func TestFacts(t *testing.T) {
	c := records.Contact{
		Phones:    []records.Labelled{{Value: "+49 170", Kind: "mobile"}, {Value: "030", Kind: records.Custom, Label: "Ferienhaus"}},
		Dates:     []records.Labelled{{Value: "1990-04-01", Kind: records.Birthday}, {Value: "--06-12"}, {Value: "spring"}},
		Addresses: []records.Address{{Kind: "work", Street: "Lindenallee 14\n2nd floor", Postcode: "10115", City: "Berlin", Country: "Germany"}},
		Notes:     []string{"tea\nno nuts"}, Groups: []string{"Family"},
	}
	var got []string
	for _, f := range Facts(c) {
		got = append(got, fmt.Sprintf("%s: %s", f.Kind, f.Value))
	}
	want := []string{"Mobile: +49 170", "Ferienhaus: 030", "Work: Lindenallee 14\n2nd floor\n10115 Berlin\nGermany", "Birthday: 1 April 1990", "Other: 12 June", "Other: spring", "Group: Family", "Note: tea\nno nuts"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// A hundred thousand people are put into order off the window's goroutine; this is
// how long they wait.
func BenchmarkOrder100k(b *testing.B) {
	faces, err := uitest.NewPapers(100_000).Faces(b.Context(), shelf.RecordQuery{})
	if err != nil {
		b.Fatal(err)
	}
	s := newSorter()
	for b.Loop() {
		s.sections(faces)
	}
}
