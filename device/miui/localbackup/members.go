package localbackup

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"keepsake/device/miui/androidbackup"
	"keepsake/gallery/records"
)

// Limits of what is held in memory of one backup. App data are only counted.
const (
	maxRecords     = 512 << 20 // _tmp_bak; it holds the pictures of MMS
	maxAttachment  = 64 << 20
	maxAttachments = 512 << 20 // all of them
	maxMembers     = 2_000_000
	maxInflated    = 1 << 40 // of the whole archive
)

// members is what was found in the archive.
type members struct {
	count int
	size  int64
	pkg   string
	meta  string
	data  []byte            // _tmp_bak, or sms.store / addressbook.store of old ones
	files map[string][]byte // miui_att, by base name
	stems map[string]string // of files, less their extensions; made when asked for
	held  int64
	app   int  // members of an app's own files
	other int  // members of unknown places
	lost  bool // a part was too large to be read
}

// read walks the archive. Members with names that lead out, links and devices are
// refused and said; nothing is ever written anywhere.
func (m *members) read(r io.Reader, p *records.Problems) error {
	m.files = map[string][]byte{}
	t := tar.NewReader(r)
	for {
		h, err := t.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			if errors.Is(err, androidbackup.ErrFormat) {
				return err
			}
			return fmt.Errorf("%w: after %d members: %w", ErrFormat, m.count, err)
		}
		if m.count++; m.count > maxMembers {
			return fmt.Errorf("%w: more than %d members", ErrFormat, maxMembers)
		}
		if h.Typeflag == tar.TypeDir {
			continue
		}
		if h.Typeflag != tar.TypeReg {
			p.Add(shorten(h.Name), "a link or a device in the archive was refused")
			continue
		}
		if m.size += h.Size; h.Size < 0 || m.size > maxInflated {
			return fmt.Errorf("%w: it claims to hold more than %d bytes", ErrFormat, int64(maxInflated))
		}
		if err := m.take(h.Name, h.Size, t, p); err != nil {
			return err
		}
	}
}

// take reads one member, or counts it.
func (m *members) take(name string, size int64, r io.Reader, p *records.Problems) error {
	clean := path.Clean("/" + name)[1:]
	if clean != name || strings.Contains(name, "\\") || strings.ContainsRune(name, 0) {
		p.Add(shorten(name), "a name that leads out of the archive was refused")
		return nil
	}
	parts := strings.SplitN(name, "/", 4)
	if len(parts) < 3 || parts[0] != "apps" || !packageName(parts[1]) {
		if parts[0] == "shared" {
			m.app++
		} else {
			m.other++
		}
		return nil
	}
	if m.pkg == "" {
		m.pkg = parts[1]
	}
	base := path.Base(name)
	switch {
	case parts[2] == "_manifest", parts[2] == "miui_end":
	case parts[2] == "miui_meta":
		b, err := m.bytes(name, size, 64<<10, r, p)
		m.meta = string(b)
		return err
	case parts[2] == "miui_bak", base == "sms.store", base == "addressbook.store":
		b, err := m.bytes(name, size, maxRecords, r, p)
		if len(b) > 0 && m.data == nil {
			m.data = b
		}
		return err
	case parts[2] == "miui_att":
		b, err := m.bytes(name, size, min(maxAttachment, maxAttachments-m.held), r, p)
		if b != nil {
			m.files[base] = b
			m.held += int64(len(b))
		}
		return err
	default:
		m.app++
	}
	return nil
}

// bytes reads a member of at most most bytes; a larger one is a problem, not an
// error.
func (m *members) bytes(name string, size, most int64, r io.Reader, p *records.Problems) ([]byte, error) {
	if size > most {
		m.lost = true
		p.Add(shorten(name), "%d bytes are more than can be opened here", size)
		return nil, nil
	}
	b, err := io.ReadAll(io.LimitReader(r, size))
	if err == nil && int64(len(b)) < size {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return nil, fmt.Errorf("%w: in %s: %w", ErrFormat, shorten(name), err)
	}
	return b, nil
}

func shorten(name string) string {
	name = strings.ToValidUTF8(name, "\uFFFD")
	if r := []rune(name); len(r) > 120 {
		return string(r[:120]) + "…"
	}
	return name
}
