package main
import ("testing";"touchstone/claims/match")
func TestZZ(t *testing.T){ s,_:=readFitSet("/work/shared/eval/match/ct20","auto"); w:=make([]float64,len(match.FeatureNames)); w[0]=1; for i:=range s[:40] { p,_:=s[i].judge(w); if p<1 { n:=0;r:=-1; for k,x:=range s[i].right { if x {r=k} }; if r>=0 { for k:=range s[i].features { if s[i].features[k][0]>=s[i].features[r][0] {n++} }; t.Log(i,p,s[i].rights,r,n,s[i].features[r][0], s[i].features[0][0],s[i].features[1][0]) } } } }
