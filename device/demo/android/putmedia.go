package android

import (
	"strings"

	"keepsake/device/demo/content"
)

// Update implements content.Writer: of one file the mark of a favourite can be set.
func (m mediaProvider) Update(u content.URI, v content.Bound, where string) error {
	t, err := m.Table(u, []content.Extra{{Key: "android:query-arg-match-trashed", Value: "1"}})
	if err != nil {
		return err
	}
	mark, ok := v.Get("is_favorite")
	if _, _, id, _ := m.uri(u); !ok || len(v) != 1 || id == 0 || strings.TrimSpace(where) != "" {
		return &content.ProviderError{Class: "java.lang.IllegalArgumentException", Text: "Unsupported update of " + u.Text}
	}
	for _, r := range t.Rows {
		m.s.SetFavorite(r.(*mediaRow).path, mark == int64(1))
	}
	return nil
}

// Insert implements content.Writer: files are made in the storage.
func (m mediaProvider) Insert(u content.URI, _ content.Bound) error { return m.fixed(u) }

// Delete implements content.Writer: files are deleted in the storage.
func (m mediaProvider) Delete(u content.URI, _ string) error { return m.fixed(u) }

func (mediaProvider) fixed(u content.URI) error {
	return &content.ProviderError{Class: "java.lang.UnsupportedOperationException", Text: "Unsupported on " + u.Text}
}
