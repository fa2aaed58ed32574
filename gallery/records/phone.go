package records

// Setting is one value of the phone's settings.
type Setting struct {
	Table string `json:"table"` // system, secure or global
	Key   string `json:"key"`
	Value string `json:"value"`
}

// Category implements Record.
func (Setting) Category() Category { return Settings }

// Identity is table and key.
func (s Setting) Identity() string { return identity(Settings, s.Table, s.Key) }

// Canonical returns the setting with its texts made safe.
func (s Setting) Canonical() Setting {
	texts(&s.Table, &s.Key, &s.Value)
	return s
}

// Digest implements Record.
func (s Setting) Digest() string { return digest(s.Canonical()) }

// App is an installed app.
type App struct {
	Package   string       `json:"package"`
	Label     string       `json:"label,omitempty"`
	Version   string       `json:"version,omitempty"` // versionName
	Code      int64        `json:"code,omitempty"`    // versionCode
	Installer string       `json:"installer,omitempty"`
	Installed int64        `json:"installed,omitempty"` // ms
	Updated   int64        `json:"updated,omitempty"`   // ms
	System    bool         `json:"system,omitempty"`
	Disabled  bool         `json:"disabled,omitempty"`
	User      int          `json:"user,omitempty"`     // 999: the second copy of a dual app
	Paths     []string     `json:"paths,omitempty"`    // APKs on the phone: base and splits
	APKs      []Attachment `json:"apks,omitempty"`     // those that were kept
	APKCode   int64        `json:"apk_code,omitempty"` // versionCode of those, where Code is another by now
}

// Category implements Record.
func (App) Category() Category { return Apps }

// Identity is the package, and whose copy it is.
func (a App) Identity() string {
	user := "0"
	if a.User != 0 {
		user = "dual"
	}
	return identity(Apps, a.Package, user)
}

// Canonical returns the app with its texts made safe and its lists in order. The
// paths are left out: they change with every installation and mean nothing later.
func (a App) Canonical() App {
	trims(&a.Package, &a.Label, &a.Version, &a.Installer)
	a.Paths = nil
	a.APKs = list(a.APKs, func(x Attachment) (Attachment, bool) {
		x.Seal()
		return x, x.Name != "" || x.SHA256 != ""
	}, func(x Attachment) string { return x.Name + "\x00" + x.SHA256 })
	if a.APKCode == a.Code || len(a.APKs) == 0 {
		a.APKCode = 0
	}
	return a
}

// Digest implements Record.
func (a App) Digest() string {
	a = a.Canonical()
	for i := range a.APKs {
		a.APKs[i] = a.APKs[i].canonical()
	}
	return digest(a)
}
