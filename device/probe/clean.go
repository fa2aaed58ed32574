package probe

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"keepsake/device"
)

// clean is the gate: it returns of a probe's facts only what may be told. The
// keys are those the probe announced; the values are truth values, words of this
// package, and numbers of at most seven digits of which three count. A value of
// any other type or text is left out, whatever it holds.
func clean(found map[string]any, keys []string) map[string]any {
	out := make(map[string]any, len(found))
	for _, key := range keys {
		value, ok := found[key]
		if !ok {
			continue
		}
		switch v := value.(type) {
		case bool:
			out[key] = v
		case int:
			if n, ok := blunt(float64(v)); ok {
				out[key] = int(n)
			}
		case float64:
			if n, ok := blunt(v); ok {
				out[key] = n
			}
		case word:
			if words[v] {
				out[key] = v
			}
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// largest is the greatest number told: enough for counts and megabytes, too
// short for a telephone or serial number.
const largest = 9_999_999

// blunt rounds to three digits, so that no number can identify anything.
func blunt(f float64) (float64, bool) {
	if math.IsNaN(f) || math.Abs(f) > largest {
		return 0, false
	}
	if math.Abs(f) < 0.001 {
		return 0, true
	}
	n, err := strconv.ParseFloat(strconv.FormatFloat(f, 'g', 3, 64), 64)
	return n, err == nil && math.Abs(n) <= largest
}

// cleanReport is the gate for a whole report: what the catalogue does not know
// is left out.
func cleanReport(r Report) Report {
	out := Report{
		Format:   Format,
		Keepsake: matching(programVersion, r.Keepsake),
		Made:     r.Made.UTC().Truncate(time.Minute),
		Phone:    cleanSummary(r.Phone),
		Points:   []Point{},
	}
	known := map[string]probe{}
	for _, p := range catalogue() {
		known[p.id] = p
	}
	for _, p := range r.Points {
		about, ok := known[p.ID]
		if !ok {
			continue
		}
		clean := Point{ID: about.id, Question: about.question, Source: about.source, Verdict: Unclear, Found: clean(p.Found, about.keys())}
		for _, v := range verdicts {
			if p.Verdict == v {
				clean.Verdict = v
			}
		}
		if notes[note(p.Note)] {
			clean.Note = p.Note
		}
		out.Points = append(out.Points, clean)
	}
	return out
}

var (
	programVersion = regexp.MustCompile(`^(dev|\(devel\)|v?[0-9]{1,3}(\.[0-9]{1,3}){1,3}(-(dev|dirty|alpha|beta|rc)\.?[0-9]{0,2})?)$`)
	productName    = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9 ._+()-]{0,31}$`)
	codename       = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]{0,23}$`)
	systemName     = regexp.MustCompile(`^(HyperOS|MIUI)( [0-9]{1,2}(\.[0-9]{1,3}){0,3})?$`)
	androidVersion = regexp.MustCompile(`^[0-9]{1,2}(\.[0-9]{1,2}){0,2}$`)
	regionName     = regexp.MustCompile(`^([A-Z]{2}|GLOBAL)$`)
	manyDigits     = regexp.MustCompile(`[0-9]{10}`)
	networkAddress = regexp.MustCompile(`(?i)([0-9a-f]{2}[-: .]){5}[0-9a-f]{2}|[0-9]{1,3}(\.[0-9]{1,3}){3}`)
)

func matching(form *regexp.Regexp, s string) string {
	if !form.MatchString(s) || manyDigits.MatchString(s) || networkAddress.MatchString(s) {
		return ""
	}
	return s
}

func cleanSummary(s Summary) Summary {
	if s.SDK < 0 || s.SDK > 999 {
		s.SDK = 0
	}
	return Summary{
		Maker:    matching(productName, s.Maker),
		Brand:    matching(productName, s.Brand),
		Model:    matching(productName, s.Model),
		Codename: matching(codename, s.Codename),
		OS:       matching(systemName, s.OS),
		Android:  matching(androidVersion, s.Android),
		SDK:      s.SDK,
		Region:   matching(regionName, s.Region),
	}
}

// summarize takes of a phone what is the same for all of its model. A word that
// holds the phone's own serial number is no name of a model.
func summarize(i device.Info) Summary {
	own := func(s string) string {
		for _, secret := range [...]string{i.Serial, i.ID} {
			if len(secret) >= 4 && strings.Contains(strings.ToLower(s), strings.ToLower(secret)) {
				return ""
			}
		}
		return s
	}
	return cleanSummary(Summary{
		Maker: own(i.Maker), Brand: own(i.Brand), Model: own(i.Model), Codename: own(i.Codename),
		OS: own(i.OS), Android: own(i.Android), SDK: i.SDK, Region: own(i.Region),
	})
}
