package localbackup

import (
	"bytes"
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"keepsake/gallery/records"
)

const sampleFolder = "AllBackup/20260102_030405"

func sample(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func read(t testing.TB, name string) Contents {
	t.Helper()
	var p records.Problems
	c, err := Read(bytes.NewReader(sample(t, name)), "", &p)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for _, x := range p.List {
		t.Errorf("%s: %v", name, x)
	}
	return c
}

// expected is testdata/expected.json.
type expected struct {
	Contacts []struct {
		Display, Given, Middle, Family string
		Phones                         [][3]any
		Emails, Events                 [][2]any
		Nickname, Note, Org, Title     string
		Department, Website, Group     string
		Starred                        bool
		PhotoSHA1                      string `json:"photo_sha1"`
	}
	Calls []struct {
		Number         string
		Date, Duration int64
		Type, New      int
	}
	SMS []struct {
		Address, Body string
		Date          int64
		Type          int
		Read          bool
		DateSent      int64 `json:"date_sent"`
	}
	MMS []struct {
		Date    int64
		MsgBox  int `json:"msg_box"`
		Subject string
		Addrs   [][2]any
		Parts   []string
	}
	Notes []struct {
		ID, Title, Folder         string
		Created, Modified, Pinned int64
		Attachments               []string
		Text                      string
	}
	Wifi     [][4]any
	Settings map[string]map[string]string
}

func want(t testing.TB) (w expected) {
	t.Helper()
	if err := json.Unmarshal(sample(t, "expected.json"), &w); err != nil {
		t.Fatal(err)
	}
	return w
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

func TestContactsOfTheSample(t *testing.T) {
	c := read(t, sampleFolder+"/Contacts(com.android.contacts).bak")
	w := want(t).Contacts
	if c.Layout != Records || c.Label != "Contacts" || c.Feature != FeatureContacts || c.MIUI != "V816.0.1.0.SAMPLE" || len(c.Contacts) != len(w) {
		t.Fatalf("%+v", c.Head)
	}
	for i, x := range w {
		g := c.Contacts[i]
		if g.Name != (records.Name{Display: x.Display, Given: x.Given, Middle: x.Middle, Family: x.Family}) || g.Starred != x.Starred ||
			first(g.Nicknames) != x.Nickname || first(g.Notes) != x.Note || first(g.Groups) != x.Group || len(g.Phones) != len(x.Phones) || len(g.Mails) != len(x.Emails) {
			t.Errorf("contact %d: %+v", i, g)
		}
		for j, p := range x.Phones {
			if g.Phones[j].Value != p[0] || g.Phones[j].Kind != records.PhoneKind(int(p[1].(float64))) || g.Phones[j].Label != p[2] {
				t.Errorf("number %d of contact %d: %+v", j, i, g.Phones[j])
			}
		}
		if x.Org != "" && g.Orgs[0] != (records.Org{Company: x.Org, Title: x.Title, Department: x.Department}) {
			t.Errorf("%+v", g.Orgs)
		}
		if x.Website != "" && g.Websites[0].Value != x.Website {
			t.Errorf("%+v", g.Websites)
		}
		for j, e := range x.Events {
			if g.Dates[j].Value != e[0] || g.Dates[j].Kind != records.DateKind(int(e[1].(float64))) {
				t.Errorf("%+v", g.Dates)
			}
		}
		if sum := sha1.Sum(g.Photo); x.PhotoSHA1 != "" && hex.EncodeToString(sum[:]) != x.PhotoSHA1 {
			t.Errorf("photo %x", sum)
		}
	}
}

func TestCallsAndMessagesOfTheSample(t *testing.T) {
	w := want(t)
	c := read(t, sampleFolder+"/Call log(com.android.contacts).bak")
	if len(c.Calls) != len(w.Calls) {
		t.Fatalf("%+v", c.Calls)
	}
	for i, x := range w.Calls {
		if g := c.Calls[i]; g.Number != x.Number || g.Date != x.Date || g.Duration != x.Duration || int(g.Type) != x.Type || g.New != (x.New != 0) {
			t.Errorf("call %d: %+v", i, g)
		}
	}
	c = read(t, sampleFolder+"/Messages(com.android.mms).bak")
	if len(c.Messages) != len(w.SMS) {
		t.Fatalf("%+v", c.Messages)
	}
	for i, x := range w.SMS {
		if g := c.Messages[i]; g.Address != x.Address || g.Body != x.Body || g.Date != x.Date || int(g.Box) != x.Type || g.Read != x.Read || g.Sent != x.DateSent || g.Status != -1 || g.MMS {
			t.Errorf("SMS %d: %+v", i, g)
		}
	}
	c = read(t, sampleFolder+"/MMS(com.android.mms).bak")
	if len(c.Messages) != len(w.MMS) {
		t.Fatalf("%+v", c.Messages)
	}
	for i, x := range w.MMS {
		g := c.Messages[i]
		if !g.MMS || g.Date != x.Date*1000 || int(g.Box) != x.MsgBox || g.Subject != x.Subject || len(g.Addrs) != len(x.Addrs) || len(g.Parts) != len(x.Parts) {
			t.Errorf("MMS %d: %+v", i, g)
			continue
		}
		for j, a := range x.Addrs {
			if g.Addrs[j].Number != a[0] || float64(g.Addrs[j].Role) != a[1] {
				t.Errorf("%+v", g.Addrs)
			}
		}
		for j, m := range x.Parts {
			if p := g.Parts[j]; p.MIME != m || (m == "image/png") != (len(p.Data) > 0) {
				t.Errorf("%+v", p)
			}
		}
	}
}

func TestNotesOfTheSample(t *testing.T) {
	var p records.Problems
	c, err := Read(bytes.NewReader(sample(t, sampleFolder+"/Notes(com.miui.notes).bak")), "", &p)
	if err != nil || p.Count != 1 || !strings.Contains(p.List[0].Error(), "89abcdef0123456789abcdef0123456789abcdef is not in the backup") {
		t.Errorf("%v, %v", err, p.List)
	}
	w := want(t).Notes
	if len(c.Notes) != len(w) {
		t.Fatalf("%+v", c.Notes)
	}
	for i, x := range w {
		g := c.Notes[i]
		if g.ID != x.ID || g.Title != x.Title || g.Folder != x.Folder || g.Created != x.Created || x.Modified != 0 && g.Modified != x.Modified || g.Pinned != x.Pinned ||
			len(g.Attachments) != len(x.Attachments) || x.Text != "" && g.Body != x.Text {
			t.Errorf("note %d: %+v", i, g)
		}
		for j, id := range x.Attachments {
			a := g.Attachments[j]
			if a.Name != id+".png" || a.MIME != "image/png" || len(a.Data) == 0 || !strings.Contains(g.Body, "(attachments/"+a.Name+")") {
				t.Errorf("%+v in %s", a, g.Body)
			}
		}
		if g.Raw == "" {
			t.Error("the markup was not kept")
		}
	}
	if body := c.Notes[0].Body; !strings.Contains(body, "- [x] ") || !strings.Contains(body, "- [ ] ") {
		t.Errorf("the check boxes: %s", body)
	}
}

func TestSettingsAndAppDataOfTheSample(t *testing.T) {
	c := read(t, sampleFolder+"/Settings(com.android.settings).bak")
	n := 0
	for table, values := range want(t).Settings {
		for k, v := range values {
			n++
			if !slices.Contains(c.Settings, records.Setting{Table: table, Key: k, Value: v}) {
				t.Errorf("%s %s: %+v", table, k, c.Settings)
			}
		}
	}
	if n != len(c.Settings) {
		t.Errorf("%+v", c.Settings)
	}
	c = read(t, sampleFolder+"/Example App(org.example.app).bak")
	if c.Layout != AppData || c.Package != "org.example.app" || c.Label != "Example App" || c.Members != 3 || c.User != 0 {
		t.Errorf("%+v", c)
	}
	c = read(t, "dual-app(org.example.app).bak")
	if c.Layout != AppData || c.User != DualUser {
		t.Errorf("%+v", c)
	}
}

func TestNetworksOfTheSamples(t *testing.T) {
	c := read(t, sampleFolder+"/WLAN settings(com.android.settings).bak")
	w := want(t).Wifi
	if len(c.Wifi) != len(w) {
		t.Fatalf("%+v", c.Wifi)
	}
	for i, x := range w {
		password, _ := x[2].(string)
		if g := c.Wifi[i]; g.SSID != x[0] || g.Security != x[1] || g.Password.Reveal() != password || g.Hidden != x[3] {
			t.Errorf("network %d: %+v, %q", i, g, g.Password.Reveal())
		}
	}
	for name, want := range map[string][]records.WifiNetwork{
		"tmp_bak_configkey_style.txt": {{SSID: "HomeNet", Security: "WPA_PSK", Password: "correct horse battery"}, {SSID: "Cafe", Security: "NONE"},
			{SSID: "Six", Security: "SAE", Password: `wpa3 \"quoted\" pass`, Hidden: true}},
		"tmp_bak_wpa_supplicant_style.txt": {{SSID: "OldNet", Security: "WPA_PSK", Password: "old password"}, {SSID: "Hello", Security: "NONE", Hidden: true}},
		"wifi_backup_data.xml":             {{SSID: "HomeNet", Security: "WPA_PSK", Password: "correct horse battery"}},
	} {
		got, ok := parseWifi(sample(t, name))
		if !ok || !slices.Equal(got, want) {
			t.Errorf("%s: %+v", name, got)
			for _, n := range got {
				t.Errorf("%q", n.Password.Reveal())
			}
		}
	}
}

func TestFolderOfTheSample(t *testing.T) {
	f, err := ReadFolder(os.DirFS(filepath.Join("testdata", filepath.FromSlash(sampleFolder))))
	if err != nil || len(f.Items) != 8 || f.Made.UnixMilli() != 1767323045000 || f.Device != "synthetic" || len(f.Missing) != 0 || len(f.Others) != 0 {
		t.Fatalf("%v %+v", err, f)
	}
	if i := f.Items[0]; i.Package != "com.android.contacts" || i.Feature != FeatureCalls || i.Size == 0 {
		t.Errorf("%+v", i)
	}
}
