package index

import "keepsake/gallery"

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

// markWord returns the column a word of the search names, "" when it names none.
func markWord(w string) string {
	switch w {
	case "favorite", "favorites", "favourite", "favourites":
		return "favorite"
	case "motion":
		return "motion"
	case "broken", "damaged":
		return "broken"
	}
	return ""
}

// root returns what a word is looked for as: files carry the singular.
func root(w string) string {
	switch w {
	case "screenshots", "selfies", "portraits", "panoramas", "bursts":
		return w[:len(w)-1]
	}
	return w
}
