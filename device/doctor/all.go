package doctor

// All returns one example of every finding, in the order of the checklist: for
// looking at the window, for translators, and for tests. The phones are invented.
func All() []Finding {
	var all []Finding
	for _, r := range rows() {
		args, details := example(r.id)
		f := find(r.id, args...)
		f.Detail = details
		all = append(all, f)
	}
	return all
}

// example is what fills the sentences of a finding, and what it unfolds to.
func example(id ID) (args []any, detail []string) {
	const phone, both = "Mum's phone", "Mum's phone, Redmi Note 13"
	switch id {
	case ProgramFound:
		return nil, []string{"/usr/bin/adb (34.0.5)"}
	case NoProgram:
		return nil, whereToGet("linux", []string{"/opt/keepsake/adb", "adb on the PATH"})
	case ServerAnswers, ServerSilent:
		return nil, []string{"127.0.0.1:5037"}
	case ServerOld:
		return []any{"Server", 32, "Program", adbProtocol}, []string{"127.0.0.1:5037"}
	case ServerOther:
		return []any{"Address", "127.0.0.1:5037"}, nil
	case EnoughSpace:
		return []any{"Free", Bytes(412_000_000_000)}, []string{"/home/mara/Keepsake"}
	case LittleSpace:
		return []any{"Free", Bytes(1_300_000_000)}, []string{"/home/mara/Keepsake"}
	case NothingListed:
		return nil, nothingListed().Detail
	case Several:
		return []any{"N", 2, "Phones", both}, nil
	case SameSerial:
		return []any{"Phones", both}, nil
	case ChargeOnly:
		return []any{"Phone", phone}, howToDebug
	case Unauthorized:
		return []any{"Phone", phone}, howToAllow
	case NoPermission:
		return []any{"Phone", phone}, byHand(xiaomi)
	case LowBattery:
		return []any{"Phone", phone, "Percent", 9}, nil
	}
	return []any{"Phone", phone}, nil
}
