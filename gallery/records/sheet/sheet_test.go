package sheet

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"keepsake/gallery/records"
)

func rows[R any](t *testing.T, all []R, c Columns[R]) [][]string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, records.Each(all), c); err != nil {
		t.Fatal(err)
	}
	text, ok := strings.CutPrefix(b.String(), "\ufeff")
	if !ok {
		t.Error("Excel reads this as something else than UTF-8")
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll() // refuses rows of other lengths
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != len(all)+1 {
		t.Errorf("%d rows for %d records", len(rows), len(all))
	}
	return rows
}

func TestSheets(t *testing.T) {
	zone := time.FixedZone("x", 3600)
	contacts := rows(t, []records.Contact{{Name: records.Name{Display: `=cmd|"x"`}, Phones: []records.Labelled{{Value: "+49 170 1", Kind: "mobile"}},
		Dates: []records.Labelled{{Value: "1990-04-01", Kind: records.Birthday}}, Notes: []string{"a\nb"}}}, Contacts())
	if r := contacts[1]; r[0] != `'=cmd|"x"` || r[4] != "+49 170 1 (mobile)" && r[4] != "'+49 170 1 (mobile)" || r[9] != "1990-04-01" || r[14] != "a\nb" {
		t.Errorf("%q", r)
	}
	calls := rows(t, []records.Call{{Number: "+491701", Date: 1700000000000, Type: records.Missed}}, Calls(zone))
	if r := calls[1]; r[0] != "2023-11-14 23:13:20" || r[1] != "missed" || r[2] != "+491701" {
		t.Errorf("%q", r)
	}
	events := rows(t, []records.Event{{AllDay: true, Start: 1703462400000, Duration: "P1D", Title: "x"}}, Events(zone))
	if r := events[1]; r[0] != "2023-12-25" || r[1] != "2023-12-26" {
		t.Errorf("%q", r)
	}
	messages := rows(t, []records.Message{{MMS: true, Box: records.SentBox, Date: 1700000000000, Addrs: []records.Addr{{Number: "1", Role: records.To}},
		Parts: []records.Part{{Text: "t"}, {Attachment: records.Attachment{Name: "p.png", SHA256: "x"}}}}}, Messages(zone))
	if r := messages[1]; r[1] != "sent" || r[2] != "1" || r[4] != "t" || r[5] != "p.png" || r[7] != "MMS" {
		t.Errorf("%q", r)
	}
	rows(t, []records.Note{{Title: "x"}}, Notes(zone))
	rows(t, []records.App{{Package: "x"}}, Apps(zone))
	rows(t, []records.Setting{{Key: "x"}}, Settings())
	rows(t, []records.Recording{{Name: "x"}}, Recordings(zone))
	if r := rows(t, []records.WifiNetwork{{SSID: "x", Password: "hunter2"}}, Wifi(false)); strings.Contains(r[1][2], "hunter2") {
		t.Errorf("the password is in the open: %q", r)
	}
	if r := rows(t, []records.WifiNetwork{{SSID: "x", Password: "hunter2"}}, Wifi(true)); r[1][2] != "hunter2" {
		t.Errorf("the password is not there when asked for: %q", r)
	}
}
