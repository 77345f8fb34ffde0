{{/* All objects of one service. */}}
{{- define "carechain-service.all" -}}
{{- range list "account" "configmap" "services" "deployment" "autoscaler" "disruption-budget" "network-policy" "monitor" }}
{{- with include (printf "carechain-service.%s" .) $ }}
---
{{ . }}
{{- end }}
{{- end }}
{{- end }}
