package job

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"keepsake/device"
	"keepsake/device/miui/secret"
	"keepsake/gallery"
	"keepsake/gallery/store"
)

// secretive is a bench whose phone has a private album of four files.
func secretive(t *testing.T) (*bench, secret.Key) {
	t.Helper()
	other := secret.Key{0x30, 0x82, 1, 2}
	jpeg := []byte("\xff\xd8\xff\xd9 a picture")
	seal := func(k secret.Key) []byte {
		b, err := secret.Seal(jpeg, false, k)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	b := newBench(t, 2)
	b.phone.hide("IMG_20240101_101010."+secret.Gallery().Fingerprint()+".lsa", seal(secret.Gallery()))
	b.phone.hide("IMG_20240101_101011."+other.Fingerprint()+".lsa", seal(other))
	b.phone.hide("VID_20240101_101012."+strings.Repeat("a", 32)+".sav", []byte("nobody can tell"))
	b.phone.hide("{-sec-}MSNrZWVwLmpwZw==.img", jpeg)
	b.phone.key = func() (secret.Key, error) { return other, nil }
	return b, other
}

// infos returns what the library knows, by the phone's file name.
func infos(t *testing.T, b *bench) map[string]gallery.Item {
	t.Helper()
	all := map[string]gallery.Item{}
	lib, err := store.Open(b.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer lib.Close()
	_, _, err = lib.Replay(t.Context(), "", func(it gallery.Item) { all[filepath.Base(it.Origins[0].Path)] = it }, nil)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestPrivateAlbumIsLeftOutUnasked(t *testing.T) {
	b, _ := secretive(t)
	r, err := b.run(context.Background())
	if err != nil || r.Counts != counts(2, 2, 0, 0, 0, 2) {
		t.Fatalf("%+v, %v", r.Counts, err)
	}
	if len(r.Problems) != 1 || !strings.Contains(r.Problems[0].Reason, "(4)") || r.Problems[0].Path != hiddenAway {
		t.Errorf("problems %+v", r.Problems)
	}
	for _, p := range b.phone.pulled {
		if strings.HasPrefix(p, hiddenAway) {
			t.Errorf("%s was read", p)
		}
	}
	if len(infos(t, b)) != 2 {
		t.Errorf("the library holds %v", infos(t, b))
	}
}

func TestPrivateAlbumAskedFor(t *testing.T) {
	b, other := secretive(t)
	b.private = true
	r, err := b.run(context.Background())
	if err != nil || r.Counts != counts(6, 6, 0, 0, 0, 6) {
		t.Fatalf("%+v, %v, %+v", r.Counts, err, r.Problems)
	}
	if len(r.Problems) != 1 || !strings.Contains(r.Problems[0].Reason, "Mi Cloud: 1 ") {
		t.Errorf("problems %+v", r.Problems)
	}
	all := infos(t, b)
	for name, want := range map[string]gallery.Info{
		"IMG_20240101_101010." + secret.Gallery().Fingerprint() + ".lsa": {Private: gallery.PrivateOpen, Name: "IMG_20240101_101010.jpg"},
		"IMG_20240101_101011." + other.Fingerprint() + ".lsa":            {Private: gallery.PrivateOpen, Name: "IMG_20240101_101011.jpg", Key: other.String()},
		"VID_20240101_101012." + strings.Repeat("a", 32) + ".sav":        {Private: gallery.PrivateLocked, Name: "VID_20240101_101012"},
		"{-sec-}MSNrZWVwLmpwZw==.img":                                    {Private: gallery.PrivateOpen, Name: "keep.jpg"},
		"IMG_0000.jpg":                                                   {},
	} {
		got := all[name]
		if got.Info.Private != want.Private || got.Info.Name != want.Name || got.Info.Key != want.Key || got.Private() != want.Private {
			t.Errorf("%s: %+v", name, got.Info)
		}
		// What lies in the library is what the phone has, byte for byte.
		kept, err := os.ReadFile(filepath.Join(b.dir, filepath.FromSlash(got.Path)))
		if err != nil || string(kept) != string(b.phone.files[got.Origins[0].Path].data) {
			t.Errorf("%s is kept otherwise than on the phone: %v", name, err)
		}
	}
	if it := all["VID_20240101_101012."+strings.Repeat("a", 32)+".sav"]; it.Info.Kind != gallery.Video || it.Info.Taken.Time.Format("060102150405") != "240101101012" {
		t.Errorf("a locked video: %+v", it.Info)
	}
	// Again, and nothing is new; not asked for any more, nothing is lost.
	if r, err = b.run(context.Background()); err != nil || r.Already != 6 || r.Copied != 0 {
		t.Errorf("again: %+v, %v", r.Counts, err)
	}
}

// TestPrivateKeyIsNotFound: the files are kept, and it is said that and why they
// cannot be shown.
func TestPrivateKeyIsNotFound(t *testing.T) {
	b, other := secretive(t)
	b.private = true
	b.phone.key = func() (secret.Key, error) {
		return secret.Key{}, fmt.Errorf("%w: no signing block", secret.ErrNoCertificate)
	}
	r, err := b.run(context.Background())
	if err != nil || r.Counts != counts(6, 6, 0, 0, 0, 6) || len(r.Problems) != 2 || !strings.Contains(r.Problems[1].Reason, "no signing block") {
		t.Fatalf("%+v, %v, %+v", r.Counts, err, r.Problems)
	}
	if it := infos(t, b)["IMG_20240101_101011."+other.Fingerprint()+".lsa"]; it.Info.Private != gallery.PrivateLocked || it.Info.Broken == "" {
		t.Errorf("%+v", it.Info)
	}
	b, _ = secretive(t)
	b.private = true
	b.phone.key = func() (secret.Key, error) { return secret.Key{}, fmt.Errorf("ask: %w", device.ErrGone) }
	if r, err = b.run(context.Background()); err == nil || r.Copied != 0 {
		t.Errorf("a phone that went away while it was asked: %+v, %v", r.Counts, err)
	}
}
