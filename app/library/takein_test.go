package library

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"keepsake/app/job"
	"keepsake/app/job/takein"
	"keepsake/device"
	"keepsake/gallery"
	"keepsake/gallery/archive"
	"keepsake/gallery/index"
	"keepsake/gallery/keep"
	"keepsake/gallery/records"
)

const (
	bakSamples = "../../device/miui/localbackup/testdata/"
	abSamples  = "../../device/miui/androidbackup/testdata/"
)

// taking imports paths as the program does: locked files are found first.
func taking(t *testing.T, l *Library, as, password string, key KeyFor, paths ...string) (job.Receipt, error) {
	t.Helper()
	src, err := archive.Open(t.Context(), paths, nil, takein.Lock{})
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	if err := takein.Choose(src, takein.Newest); err != nil {
		t.Fatal(err)
	}
	if len(src.Locked()) > 0 {
		if err := src.Unlock(t.Context(), password); err != nil {
			return job.Receipt{}, err
		}
	}
	r, err := l.Import(t.Context(), src, ImportOptions{Tracker: job.NewTracker(time.Now), As: as, Key: key})
	if cerr := r.Check(); cerr != nil {
		t.Error(cerr)
	}
	return r, err
}

func empty(t *testing.T) *Library {
	t.Helper()
	l, err := Open(t.Context(), filepath.Join(t.TempDir(), "library"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

func written(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// numbers counts what the library has of each category.
func numbers(t *testing.T, l *Library) map[records.Category]int {
	t.Helper()
	out := map[records.Category]int{}
	for _, c := range records.Categories() {
		n, err := l.Index.CountRecords(t.Context(), index.RecordQuery{Category: c})
		if err != nil {
			t.Fatal(err)
		}
		if n > 0 {
			out[c] = n
		}
	}
	return out
}

var ofTheSample = map[records.Category]int{records.Contacts: 2, records.Calls: 2, records.Messages: 3, records.Notes: 2, records.Wifi: 3,
	records.Settings: 3, records.Archives: 1}

func TestImportOfAPhonesOwnBackup(t *testing.T) {
	l := empty(t)
	key, err := keep.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	r, err := taking(t, l, "", "", testKey(key), bakSamples+"AllBackup")
	if err != nil || r.Failed != 0 || r.Bytes < 1000 {
		t.Fatalf("%v, %+v", err, r)
	}
	if got := numbers(t, l); !maps.Equal(got, ofTheSample) {
		t.Errorf("%v\n%+v", got, r)
	}
	for c, n := range ofTheSample {
		if r.Categories[string(c)].Copied != n {
			t.Errorf("%s: %+v", c, r.Categories[string(c)])
		}
	}
	// Again: all is known, and nothing is written.
	states, _ := l.Store.Kept(t.Context())
	r, err = taking(t, l, "", "", testKey(key), bakSamples+"AllBackup")
	if err != nil || r.Copied != 0 || r.Already == 0 || r.Bytes != 0 {
		t.Errorf("again: %v, %+v", err, r)
	}
	if after, _ := l.Store.Kept(t.Context()); len(after) != len(states) {
		t.Errorf("again: %d states, were %d", len(after), len(states))
	}
	// The pictures of notes and messages are there, and the apps' data.
	notes, err := l.Notes(t.Context(), index.RecordQuery{})
	if err != nil {
		t.Fatal(err)
	}
	files := 0
	for _, n := range notes {
		for _, a := range n.Record.Attachments {
			files++
			if b := contents(t, l, n.Phone, records.Notes, a); len(b) == 0 {
				t.Errorf("%s is empty", a.Name)
			}
		}
	}
	apps, err := l.Archives(t.Context(), index.RecordQuery{})
	if err != nil || len(apps) != 1 || files == 0 {
		t.Fatalf("%v %v, %d files of notes", apps, err, files)
	}
	a := apps[0].Record
	want, err := os.ReadFile(filepath.Join(bakSamples, "AllBackup/20260102_030405", a.File.Name))
	if err != nil || a.Layout != records.AppLayout || a.Package != "org.example.app" || !bytes.Equal(contents(t, l, apps[0].Phone, records.Archives, a.File), want) {
		t.Errorf("%v %+v", err, a)
	}
	phones, err := l.Phones(t.Context())
	if err != nil || len(phones) != 1 || !gallery.Imported(phones[0].ID) || !strings.HasSuffix(phones[0].Name, "(imported)") {
		t.Errorf("%v %+v", err, phones)
	}
}

func testKey(k keep.Key) KeyFor {
	return func(context.Context, *Library) (keep.Key, error) { return k, nil }
}

func contents(t *testing.T, l *Library, phone string, c records.Category, a records.Attachment) []byte {
	t.Helper()
	f, err := l.Attachment(t.Context(), phone, c, a)
	if err != nil {
		t.Error(err)
		return nil
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		t.Error(err)
	}
	return b
}

// TestPasswordsAreNowhereInTheOpen looks through every byte of the library.
func TestPasswordsAreNowhereInTheOpen(t *testing.T) {
	key, err := keep.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range []KeyFor{nil, testKey(key)} {
		l := empty(t)
		plain, err := os.ReadFile(bakSamples + "AllBackup/20260102_030405/WLAN settings(com.android.settings).bak")
		if err != nil {
			t.Fatal(err)
		}
		// Also of a layout that nobody knows, and cut off.
		odd := bytes.Replace(plain, []byte("network={"), []byte("networks={"), 1)
		dir := written(t, map[string]string{"WLAN settings(com.android.settings).bak": string(plain), "odd.bak": string(odd), "cut.bak": string(plain[:len(plain)-1500])})
		r, err := taking(t, l, "", "", k, dir)
		if err != nil {
			t.Fatal(err)
		}
		json, _ := r.JSON()
		passwords := wifiPasswords(t, plain)
		if len(passwords) == 0 {
			t.Fatal("there are no passwords in the sample")
		}
		for _, p := range passwords {
			if bytes.Contains(json, []byte(p)) {
				t.Error("a password in the receipt")
			}
			nowhere(t, l.Dir(), p)
		}
		if k == nil {
			if has, _ := l.HasSecrets(); has || !strings.Contains(string(json), "left out") {
				t.Errorf("secrets without a key, or nothing said of them: %s", json)
			}
			continue
		}
		phones, err := l.Phones(t.Context())
		if err != nil || len(phones) != 1 {
			t.Fatal(phones, err)
		}
		nets, err := l.WifiPasswords(phones[0].ID, key)
		if err != nil || len(nets) != len(passwords) || r.Categories[job.Passwords].Copied != len(passwords) {
			t.Errorf("%v %v\n%+v", nets, err, r)
		}
	}
}

// wifiPasswords are the passwords of a plain WLAN backup.
func wifiPasswords(t *testing.T, bak []byte) []string {
	t.Helper()
	var out []string
	for line := range strings.Lines(string(bak)) {
		if v, ok := strings.CutPrefix(strings.TrimSpace(line), `PreSharedKey="`); ok {
			out = append(out, strings.TrimSuffix(v, `"`))
		}
	}
	return out
}

func nowhere(t *testing.T, dir, secret string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		b, err := os.ReadFile(name)
		if err == nil && bytes.Contains(b, []byte(secret)) {
			t.Errorf("a password in %s", name)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// TestImportLetsNothingDisappear: what is kept stays, what is new is added, and what
// is new about a person is joined.
func TestImportLetsNothingDisappear(t *testing.T) {
	l := empty(t)
	phone := device.Info{ID: "8f3ab1", Name: "Redmi"}
	if _, err := l.SaveRecords(t.Context(), phone, records.Contacts, records.Each([]records.Record{records.Contact{Name: records.Name{Display: "Own"}}})); err != nil {
		t.Fatal(err)
	}
	if err := l.Rename("8f3ab1", "Redmi"); err != nil {
		t.Fatal(err)
	}
	first := written(t, map[string]string{"a.vcf": "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann\r\nTEL:+10005550101\r\nEND:VCARD\r\nBEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bob\r\nTEL:5550102\r\nEND:VCARD\r\n"})
	second := written(t, map[string]string{
		"b.vcf": "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann\r\nTEL:+1 000 555 0101\r\nNOTE:likes tea\r\nEND:VCARD\r\n", "c.vcf": "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Cleo\r\nEND:VCARD\r\n"})
	if r, err := taking(t, l, "8f3ab1", "", nil, first); err != nil || r.Copied != 2 {
		t.Fatalf("%v %+v", err, r)
	}
	r, err := taking(t, l, "redmi", "", nil, second)
	if err != nil || r.Copied != 2 || r.Already != 0 {
		t.Fatalf("%v %+v", err, r)
	}
	all, err := l.Contacts(t.Context(), index.RecordQuery{Phone: gallery.ImportedOf("8f3ab1")})
	if err != nil || len(all) != 3 || all[0].Record.Shown() != "Ann" || len(all[0].Record.Notes) != 1 || len(all[0].Record.Phones) != 1 {
		t.Errorf("%v %+v", err, all)
	}
	// The next backup of the phone touches none of it.
	if _, err := l.SaveRecords(t.Context(), phone, records.Contacts, records.Each([]records.Record{})); err != nil {
		t.Fatal(err)
	}
	if n := numbers(t, l)[records.Contacts]; n != 3 {
		t.Errorf("%d contacts after a backup of the phone", n)
	}
}

// TestImportOfOpenFormats: every kind at once, in a ZIP, with what a folder has beside.
func TestImportOfOpenFormats(t *testing.T) {
	l := empty(t)
	dir := t.TempDir()
	f, err := os.Create(filepath.Join(dir, "all.zip"))
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	add := func(name string, b []byte) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(b)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	add("x/c", []byte("\ufeffbegin:vcard\r\nVERSION:4.0\r\nFN:Ann\r\nEND:VCARD\r\n"))
	add("x/sms.xml", []byte("<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<!--File Created By SMS Backup & Restore-->\n<?xml-stylesheet type=\"text/xsl\" href=\"sms.xsl\"?>\n"+
		`<smses count="1"><sms address="5550101" date="1700000000000" type="1" body="hi &#55357;&#56832;" read="1"/></smses>`))
	add("x/calls.xml", []byte(`<calls count="1"><call number="5550101" duration="3" date="1700000000000" type="1"/></calls>`))
	add("x/cal.ics", []byte("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260101T100000Z\r\nSUMMARY:Tea\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"))
	for _, name := range []string{"descript.xml", "Notes(com.miui.notes).bak"} {
		b, err := os.ReadFile(bakSamples + "AllBackup/20260102_030405/" + name)
		if err != nil {
			t.Fatal(err)
		}
		add("20260102_030405/"+name, b)
	}
	if err := errors.Join(z.Close(), f.Close()); err != nil {
		t.Fatal(err)
	}
	r, err := taking(t, l, "", "", nil, dir)
	want := map[records.Category]int{records.Contacts: 1, records.Messages: 1, records.Calls: 1, records.Events: 1, records.Notes: 2}
	if got := numbers(t, l); err != nil || !maps.Equal(got, want) || r.Copied != 6 || r.Failed != 0 || r.Skipped != 1 /* a file that the sample's note lacks */ {
		t.Errorf("%v %v\n%+v", err, got, r)
	}
}

// TestImportWithAPassword: a wrong or missing one is told before anything is
// written; the right one opens each.
func TestImportWithAPassword(t *testing.T) {
	ab, err := os.ReadFile(abSamples + "v5-aes256-zlib.ab")
	if err != nil {
		t.Fatal(err)
	}
	bak := "MIUI BACKUP\n2\norg.example.app Example\n-1\n21\n0123\n999\n" + string(ab)
	dir := written(t, map[string]string{"Example(org.example.app).bak": bak, "old.ab": string(ab), "a.vcf": "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann\r\nEND:VCARD\r\n"})
	l := empty(t)
	for _, wrong := range []string{"", "wrong"} {
		_, err := taking(t, l, "", wrong, nil, dir)
		if p, ok := errors.AsType[*archive.PasswordError](err); !ok || p.Wrong != (wrong != "") || len(numbers(t, l)) != 0 {
			t.Errorf("%q: %v, %v", wrong, err, numbers(t, l))
		}
	}
	r, err := taking(t, l, "", "sample-password", nil, dir)
	if err != nil || r.Failed != 0 {
		t.Fatalf("%v %+v", err, r)
	}
	all, err := l.Archives(t.Context(), index.RecordQuery{})
	if err != nil || len(all) != 2 {
		t.Fatalf("%v %+v", err, all)
	}
	for _, a := range all {
		if !a.Record.Secret || a.Record.Members == 0 || (a.Record.User == 999) != strings.HasSuffix(a.Record.File.Name, ".bak") {
			t.Errorf("%+v", a.Record)
		}
	}
}

// TestImportOfHostileFiles: each is told, the good one beside them is kept, and
// nothing is written outside.
func TestImportOfHostileFiles(t *testing.T) {
	notes, err := os.ReadFile(bakSamples + "AllBackup/20260102_030405/Notes(com.miui.notes).bak")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{
		"good.vcf":    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann\r\nEND:VCARD\r\n",
		"cut.vcf":     "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Half",
		"nested.vcf":  strings.Repeat("BEGIN:VCARD\r\n", 100_000),
		"bomb.xml":    `<smses><!DOCTYPE a [<!ENTITY b "` + strings.Repeat("x", 1000) + `">]><sms address="1" date="1" body="&b;&b;"/></smses>`,
		"deep.xml":    "<smses>" + strings.Repeat("<a>", 100_000),
		"cut.xml":     `<smses count="9"><sms address="1" date="1700000000000" type="1" body="kept"/><sms addr`,
		"size.bak":    "MIUI BACKUP\n2\ncom.miui.notes Notes\n-1\n0\nANDROID BACKUP\n5\n0\nnone\n" + strings.Repeat("\xff", 2000),
		"cut.bak":     string(notes[:len(notes)/2]),
		"rounds.ab":   "ANDROID BACKUP\n5\n1\nAES-256\n00\n00\n2000000000\n00\n00\n",
		"version.bak": "MIUI BACKUP\n9\nx.y\n-1\n0\n",
		"far.ics":     "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:99999999T999999Z\r\nRRULE:FREQ=SECONDLY;COUNT=999999999999\r\n",
		"zero.bak":    "MIUI BACKUP\n",
	}
	l := empty(t)
	dir := written(t, files)
	r, err := taking(t, l, "", "", nil, dir)
	if err != nil || r.Failed == 0 || len(r.Problems) < 6 {
		t.Fatalf("%v %+v", err, r)
	}
	found, err := l.Contacts(t.Context(), index.RecordQuery{Search: "Ann"})
	if err != nil || len(found) != 1 {
		t.Errorf("the good one: %v %v", found, err)
	}
	kept, err := l.Messages(t.Context(), index.RecordQuery{Search: "kept"})
	if err != nil || len(kept) != 1 {
		t.Errorf("what came before the damage: %v %v", kept, err)
	}
	after, err := os.ReadDir(dir)
	if err != nil || len(after) != len(files) {
		t.Errorf("%d files in the source, %v", len(after), err)
	}
}

// TestOfSeveralBackupsOne: the newest is taken unless another is chosen.
func TestOfSeveralBackupsOne(t *testing.T) {
	calls := func(n string) string {
		b, err := os.ReadFile(bakSamples + "AllBackup/20260102_030405/" + n)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	dir := written(t, map[string]string{
		"AllBackup/20250101_000000/a.bak": calls("Call log(com.android.contacts).bak"), "AllBackup/20260101_000000/a.bak": calls("Notes(com.miui.notes).bak")})
	for which, want := range map[string]records.Category{"": records.Notes, "newest": records.Notes, "20250101_000000": records.Calls, "all": ""} {
		src, err := archive.Open(t.Context(), []string{dir}, nil, takein.Lock{})
		if err != nil {
			t.Fatal(err)
		}
		if n := len(takein.Backups(src)); n != 2 {
			t.Errorf("%d backups", n)
		}
		if err := takein.Choose(src, which); err != nil {
			t.Fatal(err)
		}
		l := empty(t)
		if _, err := l.Import(t.Context(), src, ImportOptions{Tracker: job.NewTracker(time.Now)}); err != nil {
			t.Fatal(err)
		}
		src.Close()
		got := numbers(t, l)
		if want == "" && len(got) != 2 || want != "" && (len(got) != 1 || got[want] == 0) {
			t.Errorf("%q: %v", which, got)
		}
	}
	src, err := archive.Open(t.Context(), []string{dir}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	if err := takein.Choose(src, "20240101_000000"); err == nil || !strings.Contains(err.Error(), "20250101_000000") {
		t.Error(err)
	}
}

// TestUnknownLayoutsAreKeptWhole, byte for byte, and said to be unknown.
func TestUnknownLayoutsAreKeptWhole(t *testing.T) {
	notes, err := os.ReadFile(bakSamples + "AllBackup/20260102_030405/Settings(com.android.settings).bak")
	if err != nil {
		t.Fatal(err)
	}
	i := bytes.Index(notes, []byte("_tmp_bak"))
	if i < 0 {
		t.Fatal("no records in the sample")
	}
	at := i + bytes.Index(notes[i:], []byte("ustar")) + 512 - 257 // the data follow the header, which has this word at 257
	odd := bytes.Clone(notes)
	copy(odd[at:], `{"packageName":"com.android.settings"}`)
	l := empty(t)
	dir := written(t, map[string]string{"Settings(com.android.settings).bak": string(odd), "future.bak": "MIUI BACKUP\n9\nx.y A label\n-1\n0\nwho knows"})
	r, err := taking(t, l, "", "", nil, dir)
	if err != nil || r.Failed > 0 || r.Categories[string(records.Archives)].Copied != 2 {
		t.Fatalf("%v %+v", err, r)
	}
	all, err := l.Archives(t.Context(), index.RecordQuery{})
	if err != nil || len(all) != 2 {
		t.Fatalf("%v %+v", err, all)
	}
	for _, a := range all {
		want, err := os.ReadFile(filepath.Join(dir, a.Record.File.Name))
		if err != nil || a.Record.Layout != records.UnknownLayout || a.Record.Why == "" || !bytes.Equal(contents(t, l, a.Phone, records.Archives, a.Record.File), want) {
			t.Errorf("%v %+v", err, a.Record)
		}
	}
	json, _ := r.JSON()
	if strings.Count(string(json), "its layout is unknown, so it is kept whole") != 2 {
		t.Errorf("%s", json)
	}
}
