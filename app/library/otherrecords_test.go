package library

import (
	"testing"

	"keepsake/device"
	"keepsake/gallery"
	"keepsake/gallery/index"
	"keepsake/gallery/records"
)

// TestRecordsOfAnotherLibrary: what this one has nothing of comes as the phone's own,
// with its files; what it knows is not there twice; the rest lies beside.
func TestRecordsOfAnotherLibrary(t *testing.T) {
	phone := device.Info{ID: "8f3ab1", Name: "Redmi"}
	picture := records.Attachment{Name: "p.png", MIME: "image/png", Data: []byte("\x89PNG picture")}
	note := records.Note{ID: "1", Title: "Plan", Body: "![](attachments/p.png)", Created: 1, Attachments: []records.Attachment{picture}}
	ann, bob := records.Contact{Name: records.Name{Display: "Ann"}}, records.Contact{Name: records.Name{Display: "Bob"}}
	save := func(l *Library, c records.Category, all ...records.Record) {
		if _, err := l.SaveRecords(t.Context(), phone, c, records.Each(all)); err != nil {
			t.Fatal(err)
		}
	}
	there, here := empty(t), empty(t)
	save(there, records.Notes, note)
	save(there, records.Contacts, ann, bob)
	save(here, records.Contacts, ann)
	for range 2 {
		r, err := taking(t, here, "", "", nil, there.Dir())
		if err != nil || r.Failed > 0 || r.Categories["contacts"].Found != 2 || r.Categories["notes"].Found != 1 {
			t.Fatalf("%v %+v", err, r)
		}
		notes, err := here.Notes(t.Context(), index.RecordQuery{Phone: phone.ID})
		if err != nil || len(notes) != 1 || string(contents(t, here, phone.ID, records.Notes, notes[0].Record.Attachments[0])) != string(picture.Data) {
			t.Errorf("%v %+v", err, notes)
		}
		own, err := here.Contacts(t.Context(), index.RecordQuery{Phone: phone.ID})
		beside, berr := here.Contacts(t.Context(), index.RecordQuery{Phone: gallery.ImportedOf(phone.ID)})
		if err != nil || berr != nil || len(own) != 1 || len(beside) != 1 || beside[0].Record.Shown() != "Bob" {
			t.Errorf("%v %v %+v %+v", err, berr, own, beside)
		}
	}
}
