package android

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"keepsake/device/demo/shell"
)

// session is an installation in the making.
type session struct {
	files map[string]apk
}

// apk is what the phone reads of an APK: in this phone's, the manifest is JSON.
type apk struct {
	Package string `json:"package"`
	Code    int64  `json:"versionCode"`
	Split   string `json:"split,omitempty"`
}

const manifest = "AndroidManifest.xml"

// APK makes a file that the phone takes for an app, or for a part of one with a name
// of a split. There is no program in it.
func APK(name string, code int64, split string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(manifest)
	if err == nil {
		err = json.NewEncoder(w).Encode(apk{name, code, split})
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		panic(err) // a buffer takes everything
	}
	return b.Bytes()
}

// maxManifest bounds what is read of one.
const maxManifest = 1 << 20

func readAPK(b []byte) (a apk, ok bool) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return a, false
	}
	f, err := z.Open(manifest)
	if err != nil {
		return a, false
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxManifest))
	return a, err == nil && json.Unmarshal(text, &a) == nil && a.Package != ""
}

func (s *System) versionCode(name string) int64 {
	s.packages.mu.Lock()
	defer s.packages.mu.Unlock()
	if code, ok := s.packages.versions[name]; ok {
		return code
	}
	return int64(sum(name) % 10000)
}

func failure(c *shell.Call, why string) int {
	fmt.Fprintf(c.Out, "Failure [%s]\n", why)
	return 1
}

// options takes the options off a command's arguments; those named take a value.
func options(args []string, valued ...string) (values map[string]string, rest []string) {
	values = map[string]string{}
	for len(args) > 0 && len(args[0]) > 1 && args[0][0] == '-' {
		name := args[0]
		args = args[1:]
		if slices.Contains(valued, name) && len(args) > 0 {
			values[name], args = args[0], args[1:]
			continue
		}
		values[name] = ""
	}
	return values, args
}

func (s *System) installCreate(_ context.Context, c *shell.Call) int {
	if s.Prop("persist.security.adbinstall") == "0" {
		return failure(c, "INSTALL_FAILED_USER_RESTRICTED: Install canceled by user")
	}
	s.packages.mu.Lock()
	defer s.packages.mu.Unlock()
	if s.packages.sessions == nil {
		s.packages.sessions, s.packages.last = map[int]*session{}, 1_720_000_000
	}
	s.packages.last++
	s.packages.sessions[s.packages.last] = &session{files: map[string]apk{}}
	fmt.Fprintf(c.Out, "Success: created install session [%d]\n", s.packages.last)
	return 0
}

// session finds one by its number.
func (s *System) session(number string) (*session, int) {
	n, err := strconv.Atoi(number)
	s.packages.mu.Lock()
	defer s.packages.mu.Unlock()
	if err != nil {
		return nil, 0
	}
	return s.packages.sessions[n], n
}

// maxAPK bounds one file of an app.
const maxAPK = 1 << 30

// installWrite is "install-write -S SIZE SESSION NAME [PATH|-]".
func (s *System) installWrite(_ context.Context, c *shell.Call) int {
	o, args := options(c.Args, "-S")
	if len(args) < 2 {
		return failure(c, "INSTALL_FAILED_INTERNAL_ERROR: what to write?")
	}
	in := c.In
	if len(args) == 3 && args[2] != "-" {
		f, err := c.Disk.Open(c.Path(args[2]))
		if err != nil {
			fmt.Fprintf(c.Err, "Error: Can't open file: %s\n", args[2])
			return 1
		}
		in = f
	}
	size, err := strconv.ParseInt(o["-S"], 10, 64)
	if in == c.In && (err != nil || size <= 0) {
		fmt.Fprintln(c.Err, "Error: must specify an APK size")
		return 1
	}
	if in != c.In {
		size = maxAPK
	}
	b, err := io.ReadAll(io.LimitReader(in, min(size, maxAPK)))
	if err != nil || in == c.In && int64(len(b)) != size {
		fmt.Fprintf(c.Err, "Error: failed to write; expected %d bytes, got %d\n", size, len(b))
		return 1
	}
	a, ok := readAPK(b)
	run, _ := s.session(args[0])
	switch {
	case run == nil:
		fmt.Fprintf(c.Err, "Error: java.lang.SecurityException: Caller has no access to session %s\n", args[0])
		return 1
	case !ok:
		a = apk{}
	}
	s.packages.mu.Lock()
	defer s.packages.mu.Unlock()
	run.files[args[1]] = a
	fmt.Fprintf(c.Out, "Success: streamed %d bytes\n", len(b))
	return 0
}

// installCommit makes an app of a session's files.
func (s *System) installCommit(_ context.Context, c *shell.Call) int {
	run, n := s.session(strings.Join(c.Args, " "))
	if run == nil {
		return failure(c, "INSTALL_FAILED_INTERNAL_ERROR: no such session")
	}
	var base apk
	s.packages.mu.Lock()
	delete(s.packages.sessions, n)
	for _, a := range run.files {
		if a.Split == "" && a.Package != "" {
			base = a
		}
	}
	s.packages.mu.Unlock()
	for _, a := range run.files {
		if a.Package == "" {
			return failure(c, "INSTALL_PARSE_FAILED_NOT_APK: Failed to parse the archive")
		}
		if a.Package != base.Package || a.Code != base.Code {
			return failure(c, "INSTALL_FAILED_INVALID_APK: Inconsistent package names or versions")
		}
	}
	if base.Package == "" {
		return failure(c, "INSTALL_FAILED_INVALID_APK: Full install must include a base package")
	}
	if s.installed(base.Package) && s.versionCode(base.Package) > base.Code {
		return failure(c, "INSTALL_FAILED_VERSION_DOWNGRADE: Downgrade detected")
	}
	s.packages.mu.Lock()
	defer s.packages.mu.Unlock()
	if !slices.Contains(s.packages.names, base.Package) {
		s.packages.names = append(s.packages.names, base.Package)
	}
	if s.packages.versions == nil {
		s.packages.versions = map[string]int64{}
	}
	s.packages.versions[base.Package] = base.Code
	fmt.Fprintln(c.Out, "Success")
	return 0
}

func (s *System) installAbandon(_ context.Context, c *shell.Call) int {
	run, n := s.session(strings.Join(c.Args, " "))
	if run == nil {
		return failure(c, "INSTALL_FAILED_INTERNAL_ERROR: no such session")
	}
	s.packages.mu.Lock()
	defer s.packages.mu.Unlock()
	delete(s.packages.sessions, n)
	fmt.Fprintln(c.Out, "Success")
	return 0
}

// Sessions is how many installations were begun and neither committed nor given up.
func (s *System) Sessions() int {
	s.packages.mu.Lock()
	defer s.packages.mu.Unlock()
	return len(s.packages.sessions)
}

func (s *System) uninstall(_ context.Context, c *shell.Call) int {
	_, args := options(c.Args, "--user")
	s.packages.mu.Lock()
	defer s.packages.mu.Unlock()
	i := slices.Index(s.packages.names, strings.Join(args, " "))
	if i < 0 {
		return failure(c, "DELETE_FAILED_INTERNAL_ERROR")
	}
	s.packages.names = slices.Delete(s.packages.names, i, i+1)
	fmt.Fprintln(c.Out, "Success")
	return 0
}
