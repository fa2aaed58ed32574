package probe

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"
	"time"

	"keepsake/device"
)

type talker struct{ text string }

func (t talker) String() string               { return t.text }
func (t talker) MarshalJSON() ([]byte, error) { return json.Marshal(t.text) }

// everywhere puts a text and a number into every type of value there is.
func everywhere(text string, n int64) map[string]any {
	f := float64(n)
	return map[string]any{
		"text": text, "word": word(text), "bytes": []byte(text), "error": errors.New(text), "list": []string{text},
		"nested": map[string]any{"x": text}, text: 1, "talker": talker{text}, "raw": json.RawMessage(`"` + text + `"`),
		"number": json.Number(text), "pointer": &text, "time": time.Unix(n, 0), "span": time.Duration(n), "int64": n, "int": int(n), "float": f,
		"verdict": Verdict(text), "note": note(text), "any": any(text), "rune": []rune(text), "nil": nil,
	}
}

func keysOf(m map[string]any) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	return keys
}

func TestCleanKeepsNothingPersonal(t *testing.T) {
	for _, text := range []string{"Ann", "+44 7700 900123", "358240051111110", "HomeWifi", "aa:bb:cc:dd:ee:ff", "/storage/emulated/0/DCIM/x.jpg"} {
		found := everywhere(text, 447700900123)
		got := clean(found, []string{"text", "word", "bytes", "error", "list", "nested", "talker", "raw", "number", "pointer", "time", "span",
			"int64", "int", "float", "verdict", "note", "any", "rune", "nil"})
		if got != nil {
			t.Errorf("%q: %v came through", text, got)
		}
	}
	// A key that a probe did not announce is left out too, whatever it holds.
	if got := clean(facts{"com.example.dating": 1, "files": 2}, []string{"files"}); fmt.Sprint(got) != "map[files:2]" {
		t.Error(got)
	}
}

func TestBlunt(t *testing.T) {
	for _, c := range []struct {
		in   float64
		want float64
		ok   bool
	}{
		{0, 0, true}, {7, 7, true}, {999, 999, true}, {1234, 1230, true}, {7700900, 7700000, true}, {9_999_999, 0, false}, {10_000_000, 0, false},
		{-12.3456, -12.3, true}, {0.00012, 0, true}, {0.012345, 0.0123, true}, {math.NaN(), 0, false}, {math.Inf(1), 0, false},
	} {
		if got, ok := blunt(c.in); got != c.want && ok || ok != c.ok {
			t.Errorf("%v: %v, %t", c.in, got, ok)
		}
	}
}

func TestSummaryNamesNoDevice(t *testing.T) {
	info := device.Info{
		ID: "0011223344556677", Serial: "d3m0c0de", Name: "Ann's phone", Maker: "Xiaomi", Brand: "Redmi", Model: "22101316UG", Codename: "marble",
		OS: "HyperOS 2.0", Android: "15", SDK: 35, Region: "EU",
	}
	want := Summary{"Xiaomi", "Redmi", "22101316UG", "marble", "HyperOS 2.0", "15", 35, "EU"}
	if got := summarize(info); got != want {
		t.Errorf("%+v", got)
	}
	for _, personal := range []string{"x D3M0C0DE", "358240051111110", "aa:bb:cc:dd:ee:ff", "Ann's phone", "Änn", "192.168.1.17", "a\nb", strings.Repeat("x", 40)} {
		i := info
		i.Maker, i.Brand, i.Model, i.Codename, i.OS, i.Android, i.Region = personal, personal, personal, personal, personal, personal, personal
		if got := summarize(i); got != (Summary{SDK: 35}) {
			t.Errorf("%q: %+v", personal, got)
		}
	}
}

// A report from elsewhere passes the same gate before it is written.
func TestJSONIsTheGate(t *testing.T) {
	const canary = "CANARY"
	r := Report{
		Format: 9, Keepsake: canary, Made: time.Date(2026, 5, 4, 12, 1, 2, 3, time.FixedZone(canary, 7200)),
		Phone: Summary{OS: canary, Codename: "c/" + canary, Android: canary, Region: canary, Model: canary + "!"},
		Points: []Point{
			{ID: canary, Verdict: Yes},
			{ID: "read.calls", Question: canary, Source: canary, Verdict: Verdict(canary), Note: canary, Found: everywhere(canary, 12)},
		},
	}
	b, err := r.JSON()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(b), canary) || !strings.Contains(string(b), "May the shell read the call log?") {
		t.Errorf("%s", b)
	}
	if !strings.Contains(string(b), `"made": "2026-05-04T10:01:00Z"`) {
		t.Errorf("the time tells the zone: %s", b)
	}
	if text := r.Text(); strings.Contains(text, canary) {
		t.Error(text)
	}
	var back Report
	if err := json.Unmarshal(b, &back); err != nil || len(back.Points) != 1 || back.Points[0].Verdict != Unclear || back.Format != Format {
		t.Errorf("%+v %v", back, err)
	}
}

func TestProgramVersion(t *testing.T) {
	for _, good := range []string{"dev", "0.3.0", "v1.2", "1.2.3-rc1", "1.2.3-dirty"} {
		if matching(programVersion, good) == "" {
			t.Errorf("%q is left out", good)
		}
	}
	for _, bad := range []string{"1.2.3 built by Ann", "1.2.3-ann", "Ann"} {
		if matching(programVersion, bad) != "" {
			t.Errorf("%q comes through", bad)
		}
	}
}

var threeDigits = regexp.MustCompile(`^-?0*([1-9][0-9]{0,2}0*(\.0+)?|[0-9]*\.[0-9]*)$`)

func FuzzClean(f *testing.F) {
	f.Add("files", "Ann", int64(447700900123))
	f.Add("word", "on", int64(7))
	f.Add("int", "permission denied", int64(1234567))
	f.Add("", "\x00\xff", int64(-1))
	f.Fuzz(func(t *testing.T, key, text string, n int64) {
		found := everywhere(text, n)
		found[key] = text
		keys := append(keysOf(found), key)
		for k, v := range clean(found, keys) {
			switch v := v.(type) {
			case bool:
			case word:
				if !words[v] {
					t.Fatalf("%q: word %q", k, v)
				}
			case int:
				if max(v, -v) > largest || !threeDigits.MatchString(fmt.Sprint(v)) && v != 0 {
					t.Fatalf("%q: %d", k, v)
				}
			case float64:
				if math.Abs(v) > largest {
					t.Fatalf("%q: %v", k, v)
				}
			default:
				t.Fatalf("%q: a %T came through", k, v)
			}
		}
		s := summarize(device.Info{Serial: text, Maker: text, Brand: text, Model: text, Codename: text, OS: text, Android: text, Region: text})
		if len(text) >= 4 && s != (Summary{}) {
			t.Fatalf("the phone's own serial %q is in %+v", text, s)
		}
	})
}
