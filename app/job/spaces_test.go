package job

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"time"

	"keepsake/device"
)

const card = "/storage/1A2B-3C4D/DCIM/Camera/"

// What cannot be read is said, and counts nothing.
func TestUnreadSpacesAreSaidOnce(t *testing.T) {
	b := newBench(t, 3)
	b.phone.unread = []device.Space{
		{Kind: device.SecondSpace, Path: "/storage/emulated/10", User: 10, Name: "Private matters", Why: "Android does not let a computer read it."},
		{Kind: device.Card, Why: "The phone itself cannot read the SD card."},
	}
	r, err := b.run(t.Context())
	if err != nil || r.Counts != counts(3, 3, 0, 0, 0, 3) {
		t.Fatalf("%+v, %v", r.Counts, err)
	}
	if len(r.Problems) != 2 {
		t.Fatalf("%+v", r.Problems)
	}
	for i, want := range []string{"Second Space: Android does not let a computer read it.", "SD card: The phone itself cannot read the SD card."} {
		if p := r.Problems[i]; p.Reason != want || p.Outcome != Skipped || p.Path != b.phone.unread[i].Path {
			t.Errorf("%+v, want %q", p, want)
		}
		if strings.Contains(fmt.Sprint(r.Problems[i]), "Private matters") {
			t.Errorf("a user's name is in the receipt: %+v", r.Problems[i])
		}
	}
}

// A card taken out in mid-run fails its own files only, each with the reason;
// the next run takes them. A time the card has rounded makes no file new.
func TestCardTakenOut(t *testing.T) {
	b := newBench(t, 4)
	when := time.Unix(1_700_000_001, 0)
	for i := range 3 {
		path := fmt.Sprintf("%sIMG_000%d.jpg", card, i) // as on the phone
		b.phone.put(path, fmt.Appendf(nil, "on the card %d", i), when)
		if i > 0 {
			b.phone.failPull[path] = fmt.Errorf("%w: %w", device.ErrTakenOut, fs.ErrNotExist)
		}
	}
	r, err := b.run(t.Context())
	if err != nil || r.Counts != counts(7, 5, 0, 0, 2, 5) || len(r.Problems) != 2 {
		t.Fatalf("%+v, %v, %+v", r.Counts, err, r.Problems)
	}
	for _, p := range r.Problems {
		if !strings.HasPrefix(p.Path, card) || !strings.Contains(p.Reason, "taken out") || !strings.HasPrefix(p.Reason, "IMG_000") {
			t.Errorf("%+v", p)
		}
	}
	clear(b.phone.failPull)
	b.phone.put(card+"IMG_0000.jpg", []byte("on the card 0"), when.Add(-time.Second))
	b.phone.pulled = nil
	r, err = b.run(t.Context())
	if err != nil || r.Counts != counts(7, 2, 5, 0, 0, 7) || len(b.phone.pulled) != 2 {
		t.Errorf("with the card again: %+v, %v, read %q", r.Counts, err, b.phone.pulled)
	}
	b.clean()
}
