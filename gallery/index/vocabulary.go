package index

import (
	"strconv"
	"strings"
	"time"

	"keepsake/gallery"
)

// kindWord returns the kind a word of the search names, "" when it names none.
func kindWord(w string) gallery.Kind {
	switch w {
	case "photo", "photos", "picture", "pictures", "image", "images":
		return gallery.Photo
	case "video", "videos", "film", "films", "movie", "movies", "clip", "clips":
		return gallery.Video
	case "audio", "sound", "sounds", "recording", "recordings":
		return gallery.Audio
	}
	return ""
}

// markWord returns the condition a word of the search names, "" when it names
// none.
func markWord(w string) string {
	switch w {
	case "favorite", "favorites", "favourite", "favourites":
		return `i.favorite = 1`
	case "motion":
		return `i.motion = 1`
	case "broken", "damaged":
		return `i.broken = 1`
	case "screenshot", "screenshots":
		return `i.screen = 1`
	case "burst", "bursts":
		return `i.burst IS NOT NULL`
	}
	return ""
}

// filler reports whether a word only holds others together: "photos from 2023".
func filler(w string) bool {
	switch w {
	case "a", "all", "and", "at", "by", "from", "in", "my", "of", "on", "taken", "the", "with":
		return true
	}
	return false
}

// root returns what a word is looked for as: files carry the singular.
func root(w string) string {
	switch w {
	case "screenshots", "selfies", "portraits", "panoramas", "bursts":
		return w[:len(w)-1]
	}
	return w
}

// seasonOf returns the months of a season of the northern half, nil for none.
func seasonOf(w string) []time.Month {
	switch w {
	case "spring":
		return []time.Month{3, 4, 5}
	case "summer":
		return []time.Month{6, 7, 8}
	case "autumn", "fall":
		return []time.Month{9, 10, 11}
	case "winter":
		return []time.Month{12, 1, 2}
	}
	return nil
}

// span understands a year, a month or a day, in the orders people write them;
// zero times when w is none of them.
func span(w string) (from, to time.Time) {
	parts := strings.FieldsFunc(w, func(r rune) bool { return r == '-' || r == '.' || r == '/' })
	if len(parts) == 1 && len(w) == 8 { // as in file names: 20230514
		parts = []string{w[:4], w[4:6], w[6:]}
	}
	if len(parts) > 1 && len(parts[0]) != 4 { // day and month before the year
		for i, j := 0, len(parts)-1; i < j; i, j = i+1, j-1 {
			parts[i], parts[j] = parts[j], parts[i]
		}
	}
	n := [3]int{1: 1, 2: 1}
	if len(parts) == 0 || len(parts) > 3 || len(parts[0]) != 4 {
		return from, to
	}
	for i, p := range parts {
		v, err := strconv.ParseUint(p, 10, 16) // takes no signs
		if err != nil || v < 1 {
			return from, to
		}
		n[i] = int(v)
	}
	first := time.Date(n[0], time.Month(n[1]), n[2], 0, 0, 0, 0, time.UTC)
	if first.Month() != time.Month(n[1]) || first.Day() != n[2] {
		return from, to // the 31st of June
	}
	years, months, days := 0, 0, 0
	switch len(parts) {
	case 1:
		years = 1
	case 2:
		months = 1
	case 3:
		days = 1
	}
	return first, first.AddDate(years, months, days)
}

// monthOf understands an English month, whole or by its first three letters.
func monthOf(w string) time.Month {
	for m := time.January; m <= time.December; m++ {
		if name := strings.ToLower(m.String()); w == name || w == name[:3] {
			return m
		}
	}
	return 0
}
