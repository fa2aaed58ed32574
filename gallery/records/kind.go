package records

// The type numbers of Android's ContactsContract.CommonDataKinds, as words. 0 (or
// -1 for a protocol) is "custom": then the label says it.
var (
	phoneKinds = []string{Custom, "home", "mobile", "work", "work fax", "home fax", "pager", "other", "callback", "car",
		"company", "isdn", "main", "fax", "radio", "telex", "tty", "work mobile", "work pager", "assistant", "mms"}
	mailKinds     = []string{Custom, "home", "work", "other", "mobile"}
	addressKinds  = []string{Custom, "home", "work", "other"}
	eventKinds    = []string{Custom, "anniversary", "other", Birthday}
	orgKinds      = []string{Custom, "work", "other"}
	websiteKinds  = []string{Custom, "homepage", "blog", "profile", "home", "work", "ftp", "other"}
	relationKinds = []string{Custom, "assistant", "brother", "child", "partner (domestic)", "father", "friend", "manager",
		"mother", "parent", "partner", "referred by", "relative", "sister", "spouse"}
	protocols = []string{"aim", "msn", "yahoo", "skype", "qq", "google talk", "icq", "jabber", "netmeeting"}
)

// Custom is the kind whose name is in Label.
const Custom = "custom"

// Birthday is the kind of the one event everybody looks for.
const Birthday = "birthday"

func kindOf(table []string, n int) string {
	if n < 0 || n >= len(table) {
		return "other"
	}
	return table[n]
}

func numberOf(table []string, kind string) int {
	for i, k := range table {
		if k == kind {
			return i
		}
	}
	return 0
}

// PhoneKind names Phone.TYPE_*, MailKind Email.TYPE_*, and so on.
func PhoneKind(n int) string    { return kindOf(phoneKinds, n) }
func MailKind(n int) string     { return kindOf(mailKinds, n) }
func AddressKind(n int) string  { return kindOf(addressKinds, n) }
func DateKind(n int) string     { return kindOf(eventKinds, n) }
func OrgKind(n int) string      { return kindOf(orgKinds, n) }
func WebsiteKind(n int) string  { return kindOf(websiteKinds, n) }
func RelationKind(n int) string { return kindOf(relationKinds, n) }

// Protocol names Im.PROTOCOL_*; -1 is Custom.
func Protocol(n int) string {
	if n < 0 || n >= len(protocols) {
		return Custom
	}
	return protocols[n]
}

// PhoneType is the inverse of PhoneKind, for writing to a phone; 0 is custom.
func PhoneType(kind string) int    { return numberOf(phoneKinds, kind) }
func MailType(kind string) int     { return numberOf(mailKinds, kind) }
func AddressType(kind string) int  { return numberOf(addressKinds, kind) }
func DateType(kind string) int     { return numberOf(eventKinds, kind) }
func OrgType(kind string) int      { return numberOf(orgKinds, kind) }
func WebsiteType(kind string) int  { return numberOf(websiteKinds, kind) }
func RelationType(kind string) int { return numberOf(relationKinds, kind) }

// ProtocolType is the inverse of Protocol; -1 is custom.
func ProtocolType(protocol string) int {
	for i, p := range protocols {
		if p == protocol {
			return i
		}
	}
	return -1
}
