package android

import (
	"fmt"
	"io"
	"strings"

	"keepsake/device/demo/content"
)

// media returns the provider of the media authority.
func (s *System) media() content.Provider { return mediaProvider{s} }

type mediaProvider struct{ s *System }

// Table implements content.Provider: /external/file, /external/images/media,
// /external/video/media, /external/audio/media, each with an optional id.
func (m mediaProvider) Table(u content.URI, extras []content.Extra) (content.Table, error) {
	volumes, kind, id, err := m.uri(u)
	if err != nil {
		return content.Table{}, err
	}
	match := map[string]string{"trashed": "0", "pending": "0"} // 0 leave out, 1 include, 3 only
	for _, e := range extras {
		for what := range match {
			if e.Key == "android:query-arg-match-"+what {
				match[what] = e.Value
			}
		}
	}
	t := content.Table{Name: "files", Columns: mediaColumns[:], Strict: true}
	for _, row := range m.s.scan(volumes) {
		r := row.(*mediaRow)
		if kind != 0 && r.kind != kind || id != 0 && int64(r.in.Ino) != id ||
			!matches(match["trashed"], r.trashed) || !matches(match["pending"], r.pending) {
			continue
		}
		t.Rows = append(t.Rows, r)
	}
	return t, nil
}

func matches(mode string, marked bool) bool {
	switch mode {
	case "1":
		return true
	case "3":
		return marked
	}
	return !marked
}

// uri reads the volume, the kind (0: all files) and the id of a media URI.
func (m mediaProvider) uri(u content.URI) (volumes []mediaVolume, kind, id int64, err error) {
	p := strings.Join(u.Path, "/")
	volume, rest, _ := strings.Cut(p, "/")
	if volumes = m.s.mediaVolumes(volume); volumes == nil {
		return nil, 0, 0, &content.ProviderError{Class: "java.lang.IllegalArgumentException", Text: "Volume " + volume + " not found"}
	}
	for prefix, k := range map[string]int64{"file": 0, "images/media": 1, "audio/media": 2, "video/media": 3} {
		tail, ok := strings.CutPrefix(rest, prefix)
		if !ok || tail != "" && tail[0] != '/' {
			continue
		}
		if tail != "" {
			if _, err := fmt.Sscanf(tail, "/%d", &id); err != nil {
				return nil, 0, 0, badURI(u)
			}
		}
		return volumes, k, id, nil
	}
	return nil, 0, 0, badURI(u)
}

// Read implements content.Provider: the bytes of one file.
func (m mediaProvider) Read(u content.URI) (io.Reader, error) {
	t, err := m.Table(u, nil)
	if err != nil {
		return nil, err
	}
	if _, _, id, _ := m.uri(u); id == 0 || len(t.Rows) != 1 {
		return nil, &content.ProviderError{Class: "java.io.FileNotFoundException", Text: "No item at " + u.Text}
	}
	return m.s.Disk.Open(t.Rows[0].(*mediaRow).path)
}

// Call implements content.Provider: scan_file, of a file or of a folder with all
// that is in it, and scan_volume.
func (m mediaProvider) Call(method, arg string) (string, error) {
	switch method {
	case "scan_volume":
		for _, v := range m.s.mediaVolumes(arg) {
			m.s.scanNew(v.root)
		}
		return "Bundle[{}]", nil
	case "scan_file":
		in, err := m.s.Disk.Stat(arg)
		if err != nil {
			return "Bundle[{}]", nil
		}
		m.s.scanNew(arg)
		view := map[int64]string{1: "images/media", 2: "audio/media", 3: "video/media"}
		_, kind := mimeOf(in.Name)
		if view[kind] == "" {
			view[kind] = "file"
		}
		volume := "external_primary"
		for _, v := range m.s.mediaVolumes("external") {
			if strings.HasPrefix(arg, v.root+"/") {
				volume = v.name
			}
		}
		return fmt.Sprintf("Bundle[{uri=content://media/%s/%s/%d}]", volume, view[kind], in.Ino), nil
	}
	return "", &content.ProviderError{Class: "java.lang.UnsupportedOperationException", Text: "Unsupported call: " + method}
}

// Type implements content.Provider.
func (m mediaProvider) Type(u content.URI) string {
	_, kind, id, err := m.uri(u)
	if err != nil {
		return ""
	}
	item := map[int64]string{1: "image", 2: "audio", 3: "video"}[kind]
	if item == "" {
		return ""
	}
	if id != 0 {
		if t, err := m.Table(u, nil); err == nil && len(t.Rows) == 1 {
			return t.Rows[0].(*mediaRow).mime
		}
	}
	return "vnd.android.cursor.dir/" + item
}
