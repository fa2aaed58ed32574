package android

import (
	"context"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"sync"
	"time"

	"keepsake/device/demo/shell"
)

var systemPackages = []string{"com.android.shell", "com.miui.gallery", "com.miui.notes", "com.android.providers.media.module"}

// packages are the owner's apps.
type packages struct {
	mu       sync.Mutex
	names    []string // guarded by mu, as all here
	versions map[string]int64
	sessions map[int]*session
	last     int
}

func (p *packages) list() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.names)
}

// pm lists users and the owner's packages, with their files where asked, and
// installs.
func (s *System) pm(ctx context.Context, c *shell.Call) int {
	switch strings.Join(c.Args[:min(2, len(c.Args))], " ") {
	case "list users":
		fmt.Fprint(c.Out, s.userList())
		return 0
	case "list packages":
		names := s.packages.list()
		if !slices.Contains(c.Args, "-3") {
			names = append(names, systemPackages...)
		}
		for _, n := range names {
			file := ""
			if slices.Contains(c.Args, "-f") {
				file = apks(n)[0] + "="
			}
			fmt.Fprintf(c.Out, "package:%s%s\n", file, n)
		}
		return 0
	}
	if len(c.Args) == 2 && c.Args[0] == "path" {
		if !s.installed(c.Args[1]) {
			return 1
		}
		for _, f := range apks(c.Args[1]) {
			fmt.Fprintln(c.Out, "package:"+f)
		}
		return 0
	}
	if len(c.Args) > 0 {
		if run := map[string]func(context.Context, *shell.Call) int{"install-create": s.installCreate, "install-write": s.installWrite,
			"install-commit": s.installCommit, "install-abandon": s.installAbandon, "uninstall": s.uninstall}[c.Args[0]]; run != nil {
			rest := *c
			rest.Args = c.Args[1:]
			return run(ctx, &rest)
		}
	}
	fmt.Fprintf(c.Err, "Error: unknown command '%s'\n", strings.Join(c.Args, " "))
	return 255
}

func (s *System) installed(name string) bool {
	return slices.Contains(s.packages.list(), name) || slices.Contains(systemPackages, name)
}

// apks are the files of a package. Some apps come split.
func apks(name string) []string {
	switch {
	case name == "com.miui.gallery":
		return []string{"/product/app/MIUIGalleryGlobal/MIUIGalleryGlobal.apk"}
	case slices.Contains(systemPackages, name):
		return []string{"/system/priv-app/" + name + "/" + name + ".apk"}
	}
	dir := fmt.Sprintf("/data/app/~~%08x==/%s-%08x==/", sum(name), name, sum(name+"2"))
	files := []string{dir + "base.apk"}
	if sum(name)%2 == 0 {
		files = append(files, dir+"split_config.arm64_v8a.apk", dir+"split_config.en.apk")
	}
	return files
}

func sum(s string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(s))
	return h.Sum32()
}

// packageInfo is "dumpsys package NAME".
func (s *System) packageInfo(name string) string {
	if !s.installed(name) {
		return "Unable to find package: " + name + "\n"
	}
	n := sum(name)
	code := s.versionCode(name)
	const stamp = "2006-01-02 15:04:05"
	first := time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC).Add(-time.Duration(n%500) * 24 * time.Hour)
	return fmt.Sprintf(`Packages:
  Package [%s] (%x):
    userId=%d
    codePath=%s
    versionCode=%d minSdk=24 targetSdk=34
    versionName=%d.%d.%d
    lastUpdateTime=%s
    installerPackageName=com.android.vending
    User 0: ceDataInode=%d installed=true hidden=false
      firstInstallTime=%s
`, name, n, 10100+n%300, apks(name)[0], code, n%9+1, n%20, n%7, first.AddDate(0, 1, 0).Format(stamp), n%90000, first.Format(stamp))
}
