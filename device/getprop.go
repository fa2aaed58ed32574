package device

import "strings"

// Bounds of what one getprop may say; a real phone has up to two thousand
// properties of at most a few hundred bytes.
const (
	maxProperties = 20_000
	maxProperty   = 4096
)

// properties are a phone's system properties.
type properties map[string]string

// parseProperties reads the output of getprop: lines "[key]: [value]". A value
// may hold newlines, so it ends with the line that ends in "]" and is followed
// by the next property, or by nothing. What fits no rule is passed over. Empty
// values are left out: they mean the same as no property.
func parseProperties(out string) properties {
	p := properties{}
	lines := strings.Split(strings.ReplaceAll(out, "\r\n", "\n"), "\n")
	for i := 0; i < len(lines) && len(p) < maxProperties; i++ {
		key, value, ok := propertyStart(lines[i])
		if !ok {
			continue
		}
		for !strings.HasSuffix(value, "]") || !propertyEnds(lines[i+1:]) {
			if i+1 >= len(lines) || len(value) > maxProperty {
				break
			}
			if _, _, begins := propertyStart(lines[i+1]); begins {
				break
			}
			i++
			value += "\n" + lines[i]
		}
		value = strings.TrimSuffix(value, "]")
		if value = strings.TrimSpace(value); value != "" && len(value) <= maxProperty {
			p[key] = value
		}
	}
	return p
}

// propertyStart splits "[key]: [value" at its marks.
func propertyStart(line string) (key, value string, ok bool) {
	rest, ok := strings.CutPrefix(line, "[")
	if !ok {
		return "", "", false
	}
	key, value, ok = strings.Cut(rest, "]: [")
	return key, value, ok && key != "" && !strings.ContainsAny(key, " []")
}

// propertyEnds reports whether the property before these lines ends there.
func propertyEnds(following []string) bool {
	for _, line := range following {
		if line == "" {
			continue
		}
		_, _, ok := propertyStart(line)
		return ok
	}
	return true
}

// first returns the first of the keys that has a value.
func (p properties) first(keys ...string) string {
	for _, k := range keys {
		if v := p[k]; v != "" {
			return v
		}
	}
	return ""
}
