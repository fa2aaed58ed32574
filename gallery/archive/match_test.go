package archive

import (
	"archive/zip"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// TestMatch: which sidecar belongs to which picture of a folder.
func TestMatch(t *testing.T) {
	long := strings.Repeat("long-name-", 5) // 50 units
	emoji := strings.Repeat("😀", 30)        // 60 units, 30 runes
	for name, c := range map[string]struct {
		picture string
		side    []string          // names of sidecars
		titles  map[string]string // of those that have another than the picture
		want    string
	}{
		"old":                        {"a.jpg", []string{"a.jpg.json", "b.jpg.json"}, nil, "a.jpg.json"},
		"new":                        {"a.jpg", []string{"a.jpg.supplemental-metadata.json"}, nil, "a.jpg.supplemental-metadata.json"},
		"new, cut":                   {"a.jpg", []string{"a.jpg.supplemental-me.json"}, nil, "a.jpg.supplemental-me.json"},
		"new, cut to the dot":        {"a.jpg", []string{"a.jpg..json"}, nil, "a.jpg..json"},
		"exact before cut":           {"a.jpg", []string{"a.jpg.s.json", "a.jpg.json"}, nil, "a.jpg.json"},
		"number, old":                {"a(2).jpg", []string{"a.jpg.json", "a.jpg(1).json", "a.jpg(2).json"}, nil, "a.jpg(2).json"},
		"number, new":                {"a(1).jpg", []string{"a.jpg.supplemental-metadata.json", "a.jpg.supplemental-metadata(1).json"}, nil, "a.jpg.supplemental-metadata(1).json"},
		"number, new, cut":           {"a(1).jpg", []string{"a.jpg.suppl.json", "a.jpg.suppl(1).json"}, nil, "a.jpg.suppl(1).json"},
		"number in the name":         {"a(1).jpg", []string{"a(1).jpg.json"}, nil, "a(1).jpg.json"},
		"no number":                  {"a.jpg", []string{"a.jpg(1).json"}, nil, ""},
		"cut":                        {long + "x.jpg", []string{long[:46] + ".json"}, nil, long[:46] + ".json"},
		"too short to be cut":        {long + "x.jpg", []string{long[:20] + ".json"}, map[string]string{long[:20] + ".json": "other"}, ""},
		"cut in units":               {emoji + ".jpg", []string{strings.Repeat("😀", 23) + ".json"}, nil, strings.Repeat("😀", 23) + ".json"},
		"both cut, by title":         {long[:47] + ".jpg", []string{long[:46] + ".json"}, map[string]string{long[:46] + ".json": long + ".jpg"}, long[:46] + ".json"},
		"by title":                   {"a_b.jpg", []string{"odd.json"}, map[string]string{"odd.json": "a?b.jpg"}, "odd.json"},
		"by title, in other letters": {"IMG_1.JPG", []string{"odd.json"}, map[string]string{"odd.json": "img_1.jpg"}, "odd.json"},
		"by title, no extension":     {"Sunset.jpg", []string{"odd.json"}, map[string]string{"odd.json": "Sunset"}, "odd.json"},
		"a title with another one":   {"Sunset.MP.jpg", []string{"odd.json"}, map[string]string{"odd.json": "Sunset.MP"}, ""},
		"another's":                  {"a.jpg", []string{"ab.jpg.json"}, nil, ""},
		"edited":                     {"a-edited.jpg", []string{"a.jpg.json"}, nil, "a.jpg.json"},
		"edited, German":             {"a-bearbeitet.jpg", []string{"a.jpg.supplemental-metadata.json"}, nil, "a.jpg.supplemental-metadata.json"},
		"edited, Chinese":            {"a-已修改.jpg", []string{"a.jpg.json"}, nil, "a.jpg.json"},
		"edited, numbered":           {"a-edited(1).jpg", []string{"a.jpg.json", "a.jpg(1).json"}, nil, "a.jpg(1).json"},
		"a word like it":             {"edited.jpg", []string{"edited.jpg.json"}, nil, "edited.jpg.json"},
		"the clip of a live picture": {"a.MP4", []string{"a.HEIC.json"}, nil, "a.HEIC.json"},
		"the clip of a motion photo": {"PXL_1.MP", []string{"PXL_1.MP.jpg.supplemental-metadata.json"}, nil, "PXL_1.MP.jpg.supplemental-metadata.json"},
		"a video has its own":        {"a.mp4", []string{"a.jpg.json", "a.mp4.json"}, nil, "a.mp4.json"},
	} {
		m := newMatcher()
		byName := map[*candidate]string{}
		for _, s := range c.side {
			n, ok := splitSidecarName(s)
			if !ok {
				t.Fatalf("%s: %s is no sidecar's name", name, s)
			}
			can := &candidate{sidecarName: n, Sidecar: &Sidecar{Title: c.titles[s]}}
			byName[can] = s
			m.add(can)
		}
		got := ""
		if f := m.find(c.picture, 0); f != nil {
			got = byName[f]
		}
		if got != c.want {
			t.Errorf("%s: %s has %q, want %q", name, c.picture, got, c.want)
		}
	}
}

// TestMatchLarge: a year of many pictures, some without a sidecar, takes no longer
// for each than a small one.
func TestMatchLarge(t *testing.T) {
	m := newMatcher()
	const many = 10_000
	for n := range many {
		name := fmt.Sprintf("IMG_%06d.jpg", n)
		m.add(&candidate{sidecarName: sidecarName{name + ".supplemental-metadata", 0}, Sidecar: &Sidecar{Title: name}})
	}
	begin := time.Now()
	for n := range many {
		if m.find(fmt.Sprintf("VID_%06d.MP4", n), 0) != nil || m.find(fmt.Sprintf("IMG_%06d.jpg", n), 0) == nil {
			t.Fatalf("picture %d", n)
		}
	}
	if took := time.Since(begin); took > 10*time.Second { // looking through all of them takes minutes
		t.Errorf("%v for %d pictures", took, 2*many)
	}
}

func TestParseSidecar(t *testing.T) {
	s, album := parseSidecar([]byte(`{"title":"a.jpg","photoTakenTime":{"timestamp":"1700000000"},"geoData":{"latitude":0,"longitude":0},
		"geoDataExif":{"latitude":-33.5,"longitude":151.25},"favorited":true,"trashed":true,"archived":true}`))
	if album != "" || s == nil || !s.Taken.Equal(time.Unix(1700000000, 0)) || !s.Favorite || !s.Trashed || !s.Archived ||
		s.Place == nil || s.Place.Lat != -33.5 || s.Place.Lon != 151.25 {
		t.Errorf("%+v, %q", s, album)
	}
	for text, want := range map[string]string{
		`{"title":"Summer / Italy","date":{"timestamp":"0"}}`:      "Summer - Italy",
		`{"albumData":{"title":"Old form","access":"protected"}}`:  "Old form",
		`{"title":"..","access":""}`:                               "",
		`{"title":"not an album"}`:                                 "",
		`[1,2]`:                                                    "",
		`{"title":"` + strings.Repeat("x", 500) + `","access":""}`: strings.Repeat("x", maxTitle),
	} {
		if s, album := parseSidecar([]byte(text)); s != nil || album != want {
			t.Errorf("%s: %+v, %q", text, s, album)
		}
	}
	for _, bad := range []string{`"x"`, `"99999999999999999999"`, `0`, `null`, `{}`, `""`} {
		s, _ := parseSidecar([]byte(`{"photoTakenTime":{"timestamp":` + bad + `}}`))
		if s == nil || !s.Taken.IsZero() {
			t.Errorf("timestamp %s: %+v", bad, s)
		}
	}
}

// encoded is an entry whose name is written in an old encoding.
func encoded(t *testing.T, bytes string) *zip.File {
	t.Helper()
	return &zip.File{FileHeader: zip.FileHeader{Name: bytes}}
}

func TestNames(t *testing.T) {
	gbk := func(s string) string {
		out, err := simplifiedchinese.GBK.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	dos := func(s string) string {
		out, err := charmap.CodePage437.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for what, c := range map[string]struct {
		raw, want []string
	}{
		"plain":         {[]string{"a.jpg"}, []string{"a.jpg"}},
		"UTF-8 unsaid":  {[]string{"相册/图.jpg"}, []string{"相册/图.jpg"}},
		"GBK":           {[]string{gbk("相册 假日/照片.jpg"), "a.jpg"}, []string{"相册 假日/照片.jpg", "a.jpg"}},
		"GBK backslash": {[]string{gbk("誠/a.jpg")}, []string{"誠/a.jpg"}}, // its second byte is a backslash
		"DOS":           {[]string{dos("Café.jpg"), dos("Übung.jpg")}, []string{"Café.jpg", "Übung.jpg"}},
	} {
		var files []*zip.File
		for _, r := range c.raw {
			files = append(files, encoded(t, r))
		}
		for i, got := range names(files) {
			if got != c.want[i] {
				t.Errorf("%s: %q, want %q", what, got, c.want[i])
			}
		}
	}
}
