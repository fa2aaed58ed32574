package gallery

import "testing"

func TestPrivate(t *testing.T) {
	const secret, camera = "MIUI/Gallery/cloud/secretAlbum", "DCIM/Camera"
	for _, c := range []struct {
		name   string
		info   Privacy
		albums []string
		want   Privacy
	}{
		{"of the private album", PrivateOpen, []string{secret}, PrivateOpen},
		{"locked, in the folder of 2019", PrivateLocked, []string{"miui/gallery/cloud/.secretAlbum"}, PrivateLocked},
		{"below it", PrivateOpen, []string{secret + "/2024"}, PrivateOpen},
		{"taken out of it", PrivateOpen, []string{secret, camera}, ""},
		{"never in it", "", []string{camera}, ""},
		{"a name like it", PrivateOpen, []string{secret + "2"}, ""},
		{"the same name elsewhere", PrivateOpen, []string{"DCIM/secretAlbum"}, ""},
		{"taken in by a repair, no origin known", PrivateOpen, nil, PrivateOpen},
	} {
		it := Item{Info: Info{Private: c.info}}
		for _, a := range c.albums {
			it.Origins = append(it.Origins, Origin{Album: a})
		}
		if got := it.Private(); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestTitle(t *testing.T) {
	it := Item{Path: "Photos/P/DCIM/a.jpg"}
	if it.Title() != "a.jpg" {
		t.Error(it.Title())
	}
	it.Info.Name = "b.jpg"
	if it.Title() != "b.jpg" {
		t.Error(it.Title())
	}
}
