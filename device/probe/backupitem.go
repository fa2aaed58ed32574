package probe

import (
	"bytes"
	"context"
	"strconv"
	"strings"
)

// tarBytes is how much of the gallery's backup is looked through.
const tarBytes = 4 << 20

// askBackupGallery reads the names in the beginning of the gallery's backup.
func askBackupGallery(ctx context.Context, v *visit) (result, error) {
	s, none, err := v.withBackup(ctx)
	if s == nil || err != nil {
		return none, err
	}
	list := s.of("com.miui.gallery", 0)
	if len(list) == 0 {
		return result{verdict: Absent, note: noteNoSuchItem}, nil
	}
	a, err := v.raw(ctx, run("head", "-c", strconv.Itoa(tarBytes), list[0].path))
	if err != nil {
		return result{}, err
	}
	count, databases, gallery := members(a.Stdout)
	found := facts{"members": count, "databases": databases, "gallery database": gallery}
	if gallery {
		return result{verdict: Yes, found: found}, nil
	}
	return result{verdict: Unclear, found: found, note: noteBeginning}, nil
}

// members walks through the tar within the beginning of a plain .bak file.
func members(bak []byte) (n, databases int, gallery bool) {
	at := bytes.Index(bak, []byte("\nANDROID BACKUP\n"))
	if at < 0 {
		return 0, 0, false
	}
	at++
	for range 4 { // that line and three more
		end := bytes.IndexByte(bak[at:], '\n')
		if end < 0 {
			return 0, 0, false
		}
		at += end + 1
	}
	for at+512 <= len(bak) {
		block := bak[at : at+512]
		if !bytes.HasPrefix(block[257:], []byte("ustar")) {
			break
		}
		size, err := strconv.ParseInt(strings.Trim(string(block[124:136]), " \x00"), 8, 64)
		if err != nil || size < 0 || size > 1<<40 {
			break
		}
		name, _, _ := strings.Cut(string(block[:100]), "\x00")
		n++
		if strings.Contains(name, "/db/") {
			databases++
		}
		gallery = gallery || strings.HasSuffix(name, "/db/gallery.db")
		if size > int64(len(bak)) {
			break
		}
		at += 512 + int(size+511)/512*512
	}
	return n, databases, gallery
}

// marks counts lines of a file that hold a text, on the phone.
func (v *visit) marks(ctx context.Context, found facts, file string, marks map[string]string) error {
	for key, mark := range marks {
		n, err := v.counted(ctx, run("grep", "-c", "-F", "-e", mark, file))
		if err != nil {
			return err
		}
		found[key] = n
	}
	return nil
}

func askBackupNotes(ctx context.Context, v *visit) (result, error) {
	s, none, err := v.withBackup(ctx)
	if s == nil || err != nil {
		return none, err
	}
	list := s.of("com.miui.notes", 0)
	if len(list) == 0 {
		return result{verdict: Absent, note: noteNoSuchItem}, nil
	}
	found := facts{}
	err = v.marks(ctx, found, list[0].path, map[string]string{
		"marked up": "<new-format/>", "lt": "&lt;", "gt": "&gt;", "amp": "&amp;", "quot": "&quot;", "apos": "&apos;", "numbered": "&#",
	})
	if err != nil {
		return result{found: found}, err
	}
	switch {
	case found["quot"] != 0 || found["apos"] != 0 || found["numbered"] != 0:
		return result{verdict: No, found: found}, nil
	case found["lt"] != 0 || found["gt"] != 0 || found["amp"] != 0:
		return result{verdict: Yes, found: found}, nil
	}
	return result{verdict: Unclear, found: found, note: noteNoSample}, nil
}

func askBackupWiFi(ctx context.Context, v *visit) (result, error) {
	s, none, err := v.withBackup(ctx)
	if s == nil || err != nil {
		return none, err
	}
	list := s.of("com.android.settings", 2)
	if len(list) == 0 {
		return result{verdict: Absent, note: noteNoSuchItem}, nil
	}
	seen := facts{}
	err = v.marks(ctx, seen, list[0].path, map[string]string{
		"blocks": "PreSharedKey=", "supplicant": "\tpsk=", "xml": "<WifiBackupData", "backslash": `\`,
	})
	if err != nil {
		return result{}, err
	}
	layout := word("binary")
	switch {
	case seen["blocks"] != 0:
		layout = "network blocks"
	case seen["supplicant"] != 0:
		layout = "wpa_supplicant"
	case seen["xml"] != 0:
		layout = "xml"
	}
	// Names and passwords stay on the phone: only lines with a third quote are counted there.
	within, err := v.counted(ctx, run("grep", "-F", "-e", "SSID=", "-e", "PreSharedKey=", "-e", "ssid=", "-e", "psk=", list[0].path).
		pipe("grep", "-c", "-e", `".*".*"`))
	if err != nil {
		return result{}, err
	}
	found := facts{"layout": layout, "backslashes": seen["backslash"], "quotes within": within}
	if seen["backslash"] != 0 || within > 0 {
		return result{verdict: Yes, found: found}, nil
	}
	return result{verdict: No, found: found}, nil
}
