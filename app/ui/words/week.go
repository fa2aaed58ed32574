package words

import (
	"time"

	"golang.org/x/text/language"
)

// FirstWeekday is the day a week begins with where the desktop is (CLDR's weekData).
func FirstWeekday() time.Weekday { return firstWeekday(Locale()) }

func firstWeekday(tag language.Tag) time.Weekday {
	region, _ := tag.Region()
	if day, ok := weekBegins[region.String()]; ok {
		return day
	}
	return time.Monday
}

// weekBegins are the regions whose weeks do not begin with Monday.
var weekBegins = func() map[string]time.Weekday {
	days := map[string]time.Weekday{"MV": time.Friday}
	for _, r := range []string{"AF", "BH", "DJ", "DZ", "EG", "IQ", "IR", "JO", "KW", "LY", "OM", "QA", "SD", "SY"} {
		days[r] = time.Saturday
	}
	for _, r := range []string{"AG", "AS", "BD", "BR", "BS", "BT", "BW", "BZ", "CA", "CO", "DM", "DO", "ET", "GT", "GU", "HK", "HN", "ID", "IL", "IN",
		"JM", "JP", "KE", "KH", "KR", "LA", "MH", "MM", "MO", "MT", "MX", "MZ", "NI", "NP", "PA", "PE", "PH", "PK", "PR", "PT", "PY", "SA", "SG", "SV",
		"TH", "TT", "TW", "UM", "US", "VE", "VI", "WS", "YE", "ZA", "ZW"} {
		days[r] = time.Sunday
	}
	return days
}()
