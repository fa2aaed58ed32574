package app

import "runtime/debug"

// linkedParts are the modules that are linked into this very program, as the linker
// noted them.
func linkedParts() []string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return nil
	}
	all := make([]string, 0, len(info.Deps))
	for _, m := range info.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		all = append(all, m.Path+" "+m.Version)
	}
	return all
}
