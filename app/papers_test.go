package app

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"keepsake/app/job"
	"keepsake/app/library"
	"keepsake/app/ui/shelf"
	"keepsake/device"
	"keepsake/gallery"
	"keepsake/gallery/records"
)

// painted is a small picture as a phone might send it.
func painted(t *testing.T) []byte {
	t.Helper()
	im := image.NewRGBA(image.Rect(0, 0, 80, 60))
	for i := range im.Pix {
		im.Pix[i] = uint8(i)
	}
	im.Set(1, 1, color.White)
	var b bytes.Buffer
	if err := png.Encode(&b, im); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestPapers goes through the window's questions to a library with contacts,
// messages and calls, now and at an earlier backup.
func TestPapers(t *testing.T) {
	ctx := t.Context()
	c, err := newCurrent(ctx, filepath.Join(t.TempDir(), "lib"), func() {})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.close(); err != nil {
			t.Error(err)
		}
	})
	p := papers{pictures{c: c}}
	phone := device.Info{ID: "0123456789abcdef", Name: "Redmi"}
	save := func(cat records.Category, all ...records.Record) time.Time {
		t.Helper()
		s, err := get(c, func(l *library.Library) (library.Saved, error) {
			return l.SaveRecords(ctx, phone, cat, records.Each(all))
		})
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Millisecond) // each state has a time of its own
		return s.State.Taken
	}
	pixels := painted(t)
	alice := records.Contact{ID: "1", Name: records.Name{Display: "Alice"}, Phones: []records.Labelled{{Value: "+491701234567"}}, Photo: pixels, PhotoMIME: "image/png"}
	bob := records.Contact{ID: "2", Name: records.Name{Display: "Bob"}}
	then := save(records.Contacts, alice, bob).UnixMilli()
	save(records.Contacts, alice)
	sms := records.Message{Box: 1, Date: 1700000000000, Address: "01701234567", Body: "deleted later", Sub: -1, Status: -1}
	mms := records.Message{MMS: true, Box: 1, Date: 1700000001000, Address: "01701234567", Sub: -1, Status: -1, Parts: []records.Part{{Attachment: records.Attachment{Name: "p.png", MIME: "image/png", Data: pixels}}}}
	spoken := save(records.Messages, sms, mms).UnixMilli()
	save(records.Messages, mms)
	save(records.Calls, records.Call{Number: "0170 1234567", Date: 5, Type: records.Missed}, records.Call{Number: "112", Date: 6, Type: records.Outgoing})

	faces, err := p.Faces(ctx, shelf.RecordQuery{})
	if err != nil || len(faces) != 1 || !faces[0].Photo {
		t.Fatalf("%+v %v", faces, err)
	}
	if old, err := p.Faces(ctx, shelf.RecordQuery{AsOf: then}); err != nil || len(old) != 2 {
		t.Errorf("then %+v %v", old, err)
	}
	if m, err := p.Moments(ctx, records.Contacts); err != nil || len(m) != 2 || m[1].Taken.UnixMilli() != then || m[1].Count != 2 {
		t.Errorf("moments %+v %v", m, err)
	}
	if s, err := p.Since(ctx, records.Contacts, then); err != nil || len(s.Gone) != 1 {
		t.Errorf("since %+v %v", s, err)
	}
	if n, calls, err := p.Traffic(ctx, []string{"701234567"}); err != nil || n != 1 || calls != 1 {
		t.Errorf("%d messages, %d calls, %v", n, calls, err)
	}

	talks, err := p.Conversations(ctx, shelf.RecordQuery{})
	if err != nil || len(talks) != 1 || talks[0].Name != "Alice" || talks[0].Face.ID != faces[0].ID || talks[0].Count != 1 {
		t.Fatalf("%+v %v", talks, err)
	}
	q := shelf.RecordQuery{Category: records.Messages, Search: "deleted", AsOf: spoken}
	line, err := p.Line(ctx, q)
	if err != nil || len(line.IDs) != 1 {
		t.Fatalf("a deleted message: %+v %v", line, err)
	}
	if rows, err := p.Messages(ctx, shelf.RecordQuery{IDs: line.IDs, AsOf: spoken}); err != nil || len(rows) != 1 || rows[0].Record.Body != sms.Body {
		t.Errorf("%+v %v", rows, err)
	}
	if line, err := p.Line(ctx, shelf.RecordQuery{Category: records.Calls, Kinds: []string{"missed"}}); err != nil || len(line.IDs) != 1 {
		t.Errorf("missed %+v %v", line, err)
	}

	// Pictures, of a contact and of a message.
	hash, err := gallery.ParseHash(talks[0].Last.Record.Parts[0].SHA256)
	if err != nil {
		t.Fatal(err)
	}
	for what, h := range map[string]gallery.Hash{"contact": shelf.FacePicture(faces[0].ID, 0), "message": hash} {
		b, err := p.Thumb(ctx, h, 64)
		if err != nil {
			t.Errorf("the %s's picture: %v", what, err)
			continue
		}
		if im, _, err := image.Decode(bytes.NewReader(b)); err != nil || im.Bounds().Dx() != 80 {
			t.Errorf("the %s's picture: %v %v", what, im, err)
		}
	}
	if _, err := p.Thumb(ctx, gallery.Hash{1}, 64); err == nil {
		t.Error("a picture that was never kept is shown")
	}

	// Files for other programs: one that was deleted, and a name that is taken.
	dir := t.TempDir()
	for _, want := range []string{"Bob.vcf", "Bob (2).vcf"} {
		path, n, err := p.ExportRecords(ctx, dir, "vcf", "Bob", shelf.RecordQuery{Category: records.Contacts, Search: "bob", AsOf: then})
		if err != nil || n != 1 || path != filepath.Join(dir, want) {
			t.Fatalf("%s %d %v", path, n, err)
		}
		if b, err := os.ReadFile(path); err != nil || !strings.Contains(string(b), "FN:Bob") {
			t.Errorf("%s %v", b, err)
		}
	}
	if _, _, err := p.ExportRecords(ctx, dir, "exe", "Bob", shelf.RecordQuery{Category: records.Contacts}); err == nil {
		t.Error("an unknown format is written")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 2 {
		t.Errorf("left behind: %v %v", left, err)
	}
	// A page to print, which is gone with the library.
	page, err := p.Page(ctx, "Bob", shelf.RecordQuery{Category: records.Contacts, Search: "bob", AsOf: then})
	if err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(page); err != nil || !strings.Contains(string(b), "<h2 dir=\"auto\">Bob</h2>") {
		t.Errorf("%s %v", b, err)
	}
	if _, err := p.Page(ctx, "Nobody", shelf.RecordQuery{Category: records.Contacts, Search: "nobody"}); err == nil {
		t.Error("a page of nothing")
	}
	if _, err := os.Stat(page); !os.IsNotExist(err) {
		t.Errorf("the page before is still there: %v", err)
	}
	if f := p.Formats(records.Messages); len(f) == 0 || f[0] != "xml" {
		t.Errorf("formats %v", f)
	}
}

// A phone that gave none says why, until one of its backups has some.
func TestRefusals(t *testing.T) {
	c, err := newCurrent(t.Context(), filepath.Join(t.TempDir(), "lib"), func() {})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.close(); err != nil {
			t.Error(err)
		}
	})
	p := papers{pictures{c: c}}
	started := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	backup := func(messages job.Counts, problems ...job.Problem) {
		t.Helper()
		started = started.Add(time.Hour)
		r := job.Receipt{Job: job.BackupName, Phone: "p1", Name: "Redmi", Started: started, Status: job.Done, Categories: map[string]job.Counts{"messages": messages}, Problems: problems}
		if err := c.use(func(l *library.Library) error { return l.SaveReceipt(r) }); err != nil {
			t.Fatal(err)
		}
	}
	no := job.Problem{Path: "messages", Outcome: job.Skipped, Reason: "This phone gives no messages over the cable."}
	backup(job.Counts{}, no)
	if all, err := p.Refusals(t.Context(), records.Messages); err != nil || len(all) != 1 || all[0].Why != no.Reason || all[0].Phone != "Redmi" {
		t.Errorf("%+v %v", all, err)
	}
	if all, err := p.Refusals(t.Context(), records.Calls); err != nil || len(all) != 0 {
		t.Errorf("calls were not asked for: %+v %v", all, err)
	}
	backup(job.Counts{Found: 5, Copied: 5}, no)
	if all, err := p.Refusals(t.Context(), records.Messages); err != nil || len(all) != 0 {
		t.Errorf("it gave some since: %+v %v", all, err)
	}
}
