package gallery

import "strings"

// What is imported has an origin like what a phone has; in place of a phone's id
// it names the kind of source. Origin.Path is then a path on the computer that
// imported it.
const importPrefix = "import:"

// The origins of what did not come from a phone.
const (
	ImportedFiles   = importPrefix + "files"   // folders and ZIP archives
	ImportedTakeout = importPrefix + "takeout" // Google Takeout
)

// ImportedOf is the origin of what was imported and is said to be of a phone: by the
// phone's id, or by the code name that a backup of it has.
func ImportedOf(phone string) string { return importPrefix + "of:" + phone }

// Imported reports whether an Origin.Phone stands for an import, not a phone:
// nothing can be verified against it, fetched from it or put back on it.
func Imported(phone string) bool { return strings.HasPrefix(phone, importPrefix) }

// ImportName is what an import's origin is called, which is also its folder
// below Photos/.
func ImportName(phone string) string {
	if phone == ImportedTakeout {
		return "Google Takeout"
	}
	return "Imported"
}
