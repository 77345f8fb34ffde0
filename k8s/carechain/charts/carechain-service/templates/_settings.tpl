{{/* What a service is told: the ConfigMap's data. is.settings (its own) first, then what all have, then `config` of the values. */}}
{{- define "carechain-service.settings" -}}
{{- $global := .root.Values.global -}}
{{- $drain := .root.Values.drain -}}
{{- $common := dict
      "CARECHAIN_AUTH_ISSUER" (required "global.auth.issuer is not set: whose tokens are taken." $global.auth.issuer)
      "CARECHAIN_AUTH_JWKS_URL" (required "global.auth.jwksUrl is not set: where the issuer's keys are." $global.auth.jwksUrl)
      "CARECHAIN_AUTH_TOKEN_URL" (required "global.auth.tokenUrl is not set: where services get their tokens." $global.auth.tokenUrl)
      "CARECHAIN_AUTH_CLIENT_ID" .root.Values.auth.clientId
      "QUARKUS_HTTP_PORT" (.is.httpPort | toString)
      "QUARKUS_MANAGEMENT_PORT" (.is.managementPort | toString)
      "QUARKUS_SHUTDOWN_TIMEOUT" (printf "%vs" $drain.timeoutSeconds)
      "QUARKUS_LOG_LEVEL" $global.log.level -}}
{{- if $global.auth.caSecret -}}
{{- $_ := set $common "QUARKUS_TLS__IDENTITY__TRUST_STORE_PEM_CERTS" "/etc/carechain/ca/identity/ca.crt" -}}
{{- $_ := set $common "QUARKUS_OIDC_CLIENT_TLS_TLS_CONFIGURATION_NAME" "identity" -}}
{{- $_ := set $common "SMALLRYE_JWT_CLIENT_TLS_CERTIFICATE_PATH" "/etc/carechain/ca/identity/ca.crt" -}}
{{- end -}}
{{- if $global.tracing.enabled -}}
{{- $_ := set $common "QUARKUS_OTEL_SDK_DISABLED" "false" -}}
{{- $_ := set $common "QUARKUS_OTEL_EXPORTER_OTLP_TRACES_ENDPOINT" (required "global.tracing.endpoint is not set: where spans are sent." $global.tracing.endpoint) -}}
{{- $_ := set $common "QUARKUS_OTEL_TRACES_SAMPLER" "parentbased_traceidratio" -}}
{{- $_ := set $common "QUARKUS_OTEL_TRACES_SAMPLER_ARG" ($global.tracing.ratio | toString) -}}
{{- end -}}
{{- range $name, $value := mergeOverwrite $common .is.settings .root.Values.config }}
{{ $name }}: {{ $value | toString | quote }}
{{- end }}
{{- end }}

{{- define "carechain-service.redis-settings" -}}
{{- $redis := .Values.global.redis -}}
QUARKUS_REDIS_HOSTS: {{ required "global.redis.hosts is not set: where Redis is." $redis.hosts | quote }}
QUARKUS_REDIS_CLIENT_TYPE: {{ $redis.clientType }}
{{- if $redis.caSecret }}
QUARKUS_TLS__REDIS__TRUST_STORE_PEM_CERTS: /etc/carechain/ca/redis/ca.crt
QUARKUS_REDIS_TLS_CONFIGURATION_NAME: redis
{{- end }}
{{- end }}

{{- define "carechain-service.kafka-settings" -}}
{{- $kafka := .Values.global.kafka -}}
KAFKA_BOOTSTRAP_SERVERS: {{ required "global.kafka.bootstrapServers is not set: where Kafka is." $kafka.bootstrapServers | quote }}
KAFKA_SECURITY_PROTOCOL: {{ $kafka.securityProtocol }}
{{- with $kafka.saslMechanism }}
KAFKA_SASL_MECHANISM: {{ . }}
{{- end }}
{{- if $kafka.caSecret }}
KAFKA_SSL_TRUSTSTORE_TYPE: PEM
KAFKA_SSL_TRUSTSTORE_LOCATION: /etc/carechain/ca/kafka/ca.crt
{{- end }}
{{- if .Values.kafka.clientCertSecret }}
KAFKA_SSL_KEYSTORE_TYPE: PKCS12
KAFKA_SSL_KEYSTORE_LOCATION: /etc/carechain/kafka-client/user.p12
{{- end }}
{{- end }}

{{/* Secrets, each by reference: a list of env entries. */}}
{{- define "carechain-service.client-secret" -}}
{{- $auth := .Values.auth -}}
- name: CARECHAIN_AUTH_CLIENT_SECRET
  valueFrom: {secretKeyRef: {name: {{ required (printf "%s.auth.existingSecret is not set: the Secret with the client's secret." .Chart.Name) $auth.existingSecret }}, key: {{ $auth.secretKey }}}}
{{- end }}

{{- define "carechain-service.redis-secret" -}}
{{- with .Values.global.redis }}
{{- if .existingSecret }}
- name: QUARKUS_REDIS_PASSWORD
  valueFrom: {secretKeyRef: {name: {{ .existingSecret }}, key: {{ .passwordKey }}}}
{{- end }}
{{- end }}
{{- end }}

{{- define "carechain-service.kafka-secret" -}}
{{- with .Values.kafka }}
{{- if .saslSecret }}
- name: KAFKA_SASL_JAAS_CONFIG
  valueFrom: {secretKeyRef: {name: {{ .saslSecret }}, key: {{ .jaasKey }}}}
{{- end }}
{{- if .clientCertSecret }}
- name: KAFKA_SSL_KEYSTORE_PASSWORD
  valueFrom: {secretKeyRef: {name: {{ .clientCertSecret }}, key: user.password}}
{{- end }}
{{- end }}
{{- end }}

{{/* Certificates, mounted from Secrets, readable by the group alone (288 is 0440). Takes root and is.certificates, a list of what the service speaks to: identity, postgres, redis, kafka. */}}
{{- define "carechain-service.certificate-volumes" -}}
{{- $root := .root -}}
{{- range .is.certificates }}
{{- $of := get $root.Values.global (eq . "identity" | ternary "auth" .) }}
{{- if $of.caSecret }}
- name: ca-{{ . }}
  secret: {secretName: {{ $of.caSecret }}, defaultMode: 288, items: [{key: {{ $of.caKey }}, path: ca.crt}]}
{{- end }}
{{- if and (eq . "kafka") $root.Values.kafka.clientCertSecret }}
- name: kafka-client
  secret: {secretName: {{ $root.Values.kafka.clientCertSecret }}, defaultMode: 288, items: [{key: user.p12, path: user.p12}]}
{{- end }}
{{- end }}
{{- end }}

{{- define "carechain-service.certificate-mounts" -}}
{{- $root := .root -}}
{{- range .is.certificates }}
{{- $of := get $root.Values.global (eq . "identity" | ternary "auth" .) }}
{{- if $of.caSecret }}
- {name: ca-{{ . }}, mountPath: /etc/carechain/ca/{{ . }}, readOnly: true}
{{- end }}
{{- if and (eq . "kafka") $root.Values.kafka.clientCertSecret }}
- {name: kafka-client, mountPath: /etc/carechain/kafka-client, readOnly: true}
{{- end }}
{{- end }}
{{- end }}
