package android

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"keepsake/device/demo/shell"
)

type property struct{ key, value string }

func readProps(serial string, zone *time.Location) ([]property, error) {
	text, err := lines("props.txt")
	if err != nil {
		return nil, err
	}
	name := zone.String()
	if name == "Local" || name == "" {
		name = "Europe/London"
	}
	fill := strings.NewReplacer("{serial}", serial, "{zone}", name)
	var props []property
	for _, line := range text {
		k, v, ok := strings.Cut(line, "]: [")
		if !ok || !strings.HasPrefix(k, "[") || !strings.HasSuffix(v, "]") {
			return nil, fmt.Errorf("property line %q", line)
		}
		props = append(props, property{k[1:], fill.Replace(v[:len(v)-1])})
	}
	return props, nil
}

// Prop returns a system property, "" when there is none.
func (s *System) Prop(key string) string {
	for _, p := range s.props {
		if p.key == key {
			return p.value
		}
	}
	return ""
}

// getprop prints all properties, or one.
func (s *System) getprop(_ context.Context, c *shell.Call) int {
	if len(c.Args) == 0 {
		var b strings.Builder
		for _, p := range s.props {
			fmt.Fprintf(&b, "[%s]: [%s]\n", p.key, p.value)
		}
		fmt.Fprint(c.Out, b.String())
		return 0
	}
	v := s.Prop(c.Args[0])
	if v == "" && len(c.Args) > 1 {
		v = c.Args[1]
	}
	fmt.Fprintln(c.Out, v)
	return 0
}

// sdk is the API level.
func (s *System) sdk() int {
	n, _ := strconv.Atoi(s.Prop("ro.build.version.sdk")) // the phone's own line
	return n
}

// SetProp changes a property. It is called before the phone is served.
func (s *System) SetProp(key, value string) {
	for i := range s.props {
		if s.props[i].key == key {
			s.props[i].value = value
			return
		}
	}
	s.props = append(s.props, property{key, value})
}

// SetVersion makes it another Android, by API level and name. It is called before
// the phone is served.
func (s *System) SetVersion(sdk int, release string) {
	s.SetProp("ro.build.version.sdk", strconv.Itoa(sdk))
	s.SetProp("ro.build.version.release", release)
}
