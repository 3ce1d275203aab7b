package desk_test

import (
	"net/http"
	"testing"

	"touchstone/claims"
)

func TestAKnownClaimIsOfferedAndAPersonDecides(t *testing.T) {
	s := newSite(t)
	rev := s.in("Rae Reviewer", claims.Reviewer)
	first := s.found(rev.article(story), "fallen by a fifth")
	rev.send(first.ID, "accept")
	again := rev.articleAt("https://harbour.example/again", "Fares again\n\n“Rail fares have fallen by a fifth since we came into office,” Oona Talvik-Reyes said.")
	second := s.found(again, "have fallen by a fifth")
	room := rev.get("/desk/articles/" + again.String())
	room.has(200, "Known claims like it", "Already in work", "Since we came into office", "Not the same")

	rev.send(second.ID, "same", "article", again.String(), "known", first.ID.String(), "do", "different")
	rev.get("/desk/articles/" + again.String()).hasNot("Known claims like it")
	rev.send(second.ID, "same", "article", again.String(), "known", first.ID.String(), "do", "same").has(200, "Noted as the same claim made again")
	if k := s.load(first.ID); len(k.Appearances) != 2 {
		t.Errorf("the known claim has %d appearances, want 2", len(k.Appearances))
	}
	rev.try(second.ID, "same", "article", again.String(), "known", "nothing").has(http.StatusUnprocessableEntity)
}

func TestARepeatedClaimIsLookedAtAgain(t *testing.T) {
	s := newSite(t)
	rev := s.in("Rae Reviewer", claims.Reviewer)
	rev.get("/desk/repeated").has(200, "No published claim waits")
	k := s.found(rev.article(story), "fallen by a fifth")
	rev.send(k.ID, "looked").has(200, "Looked at")
	rev.articleAt("https://harbour.example/again", "Fares again\n\n“Rail fares have fallen by a fifth since we came into office,” Oona Talvik-Reyes said.")
	rev.get("/desk?state=new").has(200, "perhaps:", "Rail fares have fallen by a fifth")
}
