package probe

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"
)

// contacts asks how the phone writes its address book down. The cards are
// counted on the phone; no line of them comes over the cable.
func contacts() []probe {
	return []probe{
		{
			id: "contacts.batch", question: "How many contacts come in one answer?", source: "Contacts as vCard, many at once",
			tells: []string{"asked", "cards", "bytes asked"}, limit: 20 * time.Second, ask: askBatch,
		},
		{
			id: "contacts.photo", question: "Are the photos in the phone's vCards?", source: "Contacts as vCard, many at once",
			tells: []string{"with photo", "asked", "cards", "photos"}, ask: askCardPhotos,
		},
		{
			id: "contacts.label", question: "How does the phone write a number's own label into a vCard?", source: "Labels in vCard 2.1",
			tells: []string{"own labels", "asked", "X- form", "item form"}, ask: askLabels,
		},
		{
			id: "open.vcard", question: "Does an app on the phone open vCard files?", source: "Contacts put back by opening a file",
			tells: []string{"apps"}, ask: opens("text/x-vcard", "vcf"),
		},
		{
			id: "open.calendar", question: "Does an app on the phone open calendar files?", source: "Calendar put back by opening a file",
			tells: []string{"apps"}, ask: opens("text/calendar", "ics"),
		},
	}
}

const contactsURI = "content://com.android.contacts/contacts"

// lookupKey is what may stand in a contact's address. Others are left out.
var lookupKey = regexp.MustCompile(`^[A-Za-z0-9._~%+=-]{1,200}$`)

// lookups returns the keys of contacts. They are only ever sent back to the
// phone.
func (v *visit) lookups(ctx context.Context, words []string, most int) ([]string, error) {
	rows, err := v.rows(ctx, words)
	var keys []string
	for _, row := range rows {
		if key, ok := column(row, "lookup"); ok && lookupKey.MatchString(key) && !slices.Contains(keys, key) && len(keys) < most {
			keys = append(keys, key)
		}
	}
	return keys, err
}

// cards counts the lines of contacts' vCards that begin with mark.
func (v *visit) cards(ctx context.Context, keys []string, mark string) (n, asked int, err error) {
	uri := contactsURI + "/as_multi_vcard/" + strings.Join(keys, "%3A")
	n, err = v.counted(ctx, run("content", "read", "--uri", uri).pipe("grep", "-c", "-F", mark))
	return n, len(uri), err
}

func askBatch(ctx context.Context, v *visit) (result, error) {
	keys, err := v.lookups(ctx, query(contactsURI, "_id:lookup"), 400)
	if err != nil {
		return result{}, err
	}
	if len(keys) == 0 {
		return result{verdict: Unclear, note: noteNoSample}, nil
	}
	found := facts{}
	for _, n := range [...]int{10, 50, 200, 400} {
		n = min(n, len(keys))
		got, long, err := v.cards(ctx, keys[:n], "BEGIN:VCARD")
		if err != nil {
			if len(found) == 0 || broken(err) || ctx.Err() != nil {
				return result{found: found}, err
			}
			found[reason] = reasonOf(err)
			break
		}
		if got < n && len(found) > 0 {
			break // the answer before was whole, this one is not
		}
		found["asked"], found["cards"], found["bytes asked"] = n, got, long
		if n == len(keys) {
			break
		}
	}
	if found["cards"] == found["asked"] {
		return result{verdict: Yes, found: found}, nil
	}
	return result{verdict: No, found: found}, nil
}

func askCardPhotos(ctx context.Context, v *visit) (result, error) {
	keys, err := v.lookups(ctx, query(contactsURI, "_id:lookup", "--where", "photo_id IS NOT NULL"), 1<<20)
	if err != nil {
		return result{}, err
	}
	found := facts{"with photo": len(keys)}
	if len(keys) == 0 {
		return result{verdict: Unclear, found: found, note: noteNoSample}, nil
	}
	keys = keys[:min(10, len(keys))]
	found["asked"] = len(keys)
	for key, mark := range map[string]string{"cards": "BEGIN:VCARD", "photos": "PHOTO;"} {
		if found[key], _, err = v.cards(ctx, keys, mark); err != nil {
			delete(found, key)
			return result{found: found}, err
		}
	}
	if found["photos"] == 0 {
		return result{verdict: No, found: found}, nil
	}
	return result{verdict: Yes, found: found}, nil
}

// askLabels looks at numbers whose kind the owner has named: type 0.
func askLabels(ctx context.Context, v *visit) (result, error) {
	keys, err := v.lookups(ctx, query("content://com.android.contacts/data", "_id:lookup",
		"--where", "mimetype='vnd.android.cursor.item/phone_v2' AND data2=0"), 1<<20)
	if err != nil {
		return result{}, err
	}
	found := facts{"own labels": len(keys)}
	if len(keys) == 0 {
		return result{verdict: Unclear, found: found, note: noteNoSample}, nil
	}
	keys = keys[:min(20, len(keys))]
	found["asked"] = len(keys)
	for key, mark := range map[string]string{"X- form": "TEL;X-", "item form": "X-ABLabel"} {
		if found[key], _, err = v.cards(ctx, keys, mark); err != nil {
			delete(found, key)
			return result{found: found}, err
		}
	}
	if found["X- form"] == 0 {
		return result{verdict: No, found: found}, nil
	}
	return result{verdict: Yes, found: found}, nil
}

// opens counts the activities that say they open a kind of file. Which apps
// they belong to is left on the phone.
func opens(kind, ext string) func(context.Context, *visit) (result, error) {
	return func(ctx context.Context, v *visit) (result, error) {
		n, err := v.counted(ctx, run("cmd", "package", "query-activities", "--brief", "-a", "android.intent.action.VIEW",
			"-t", kind, "-d", "content://media/external/file/1."+ext).pipe("grep", "-c", "-F", "/"))
		if err != nil {
			return result{}, err
		}
		if n == 0 {
			return result{verdict: No, found: facts{"apps": n}}, nil
		}
		return result{verdict: Yes, found: facts{"apps": n}}, nil
	}
}
