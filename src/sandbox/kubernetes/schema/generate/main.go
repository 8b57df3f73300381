// Writes the fields of the Kubernetes API types as one JSON table: name, type, whether an empty value is left out,
// its number on the binary wire, and how a
// strategic merge patch treats a list. The order of the fields is the order in which an API server writes them.
package main

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"sort"
	"strings"

	admission "k8s.io/api/admissionregistration/v1"
	apps "k8s.io/api/apps/v1"
	authentication "k8s.io/api/authentication/v1"
	authorization "k8s.io/api/authorization/v1"
	autoscalingv1 "k8s.io/api/autoscaling/v1"
	autoscaling "k8s.io/api/autoscaling/v2"
	batch "k8s.io/api/batch/v1"
	certificates "k8s.io/api/certificates/v1"
	coordination "k8s.io/api/coordination/v1"
	core "k8s.io/api/core/v1"
	discovery "k8s.io/api/discovery/v1"
	events "k8s.io/api/events/v1"
	flowcontrol "k8s.io/api/flowcontrol/v1"
	networking "k8s.io/api/networking/v1"
	node "k8s.io/api/node/v1"
	policy "k8s.io/api/policy/v1"
	rbac "k8s.io/api/rbac/v1"
	scheduling "k8s.io/api/scheduling/v1"
	storage "k8s.io/api/storage/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
)

type field []any

var structs = map[string][]field{}

var special = map[reflect.Type]string{
	reflect.TypeOf(meta.Time{}):            "time",
	reflect.TypeOf(meta.MicroTime{}):       "microTime",
	reflect.TypeOf(meta.Duration{}):        "duration",
	reflect.TypeOf(meta.FieldsV1{}):        "raw",
	reflect.TypeOf(runtime.RawExtension{}): "raw",
	reflect.TypeOf(resource.Quantity{}):    "quantity",
	reflect.TypeOf(intstr.IntOrString{}):   "intOrString",
}

func keyOf(t reflect.Type) string {
	path := strings.TrimPrefix(strings.TrimPrefix(t.PkgPath(), "k8s.io/api/"), "k8s.io/apimachinery/pkg/apis/")
	return path + "." + t.Name()
}

func named(base string, t reflect.Type) string {
	if t.PkgPath() == "" {
		return base
	}
	return base + ":" + t.String()
}

func expression(t reflect.Type) string {
	if name, ok := special[t]; ok {
		return name
	}
	switch t.Kind() {
	case reflect.Pointer:
		return "*" + expression(t.Elem())
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return "bytes"
		}
		return "[]" + expression(t.Elem())
	case reflect.Map:
		return "map " + expression(t.Elem())
	case reflect.Struct:
		visit(t)
		return "{" + keyOf(t) + "}"
	case reflect.Int32, reflect.Int64, reflect.Bool, reflect.String, reflect.Float64:
		return named(t.Kind().String(), t)
	}
	panic("no expression for " + t.String())
}

func visit(t reflect.Type) {
	key := keyOf(t)
	if _, ok := structs[key]; ok {
		return
	}
	structs[key] = nil
	structs[key] = fieldsOf(t)
}

func fieldsOf(t reflect.Type) []field {
	list := []field{}
	for i := 0; i < t.NumField(); i++ {
		f := t.Field(i)
		parts := strings.Split(f.Tag.Get("json"), ",")
		options := parts[1:]
		if parts[0] == "-" {
			continue
		}
		number := protobufNumber(f.Tag.Get("protobuf"))
		if parts[0] == "" {
			for _, inner := range fieldsOf(f.Type) {
				inner[3] = nested(number, inner[3].(string))
				list = append(list, inner)
			}
			continue
		}
		one := field{parts[0], expression(f.Type), boolToInt(contains(options, "omitempty")), number}
		strategy, mergeKey := f.Tag.Get("patchStrategy"), f.Tag.Get("patchMergeKey")
		if strategy != "" || mergeKey != "" {
			one = append(one, strategy, mergeKey)
		}
		list = append(list, one)
	}
	return list
}

// A struct without a number of its own is not on the binary wire: its fields travel in the envelope.
func nested(number string, inner string) string {
	if number == "" {
		return ""
	}
	return number + "." + inner
}

// The number of a field on the binary wire; empty for those that are not on it.
func protobufNumber(tag string) string {
	parts := strings.Split(tag, ",")
	if len(parts) < 2 {
		return ""
	}
	return parts[1]
}

func contains(list []string, wanted string) bool {
	for _, one := range list {
		if one == wanted {
			return true
		}
	}
	return false
}

func boolToInt(value bool) int {
	if value {
		return 1
	}
	return 0
}

func main() {
	roots := []any{
		core.Pod{}, core.Node{}, core.Namespace{}, core.Service{}, core.Endpoints{}, core.ConfigMap{}, core.Secret{},
		core.ServiceAccount{}, core.Event{}, core.PersistentVolume{}, core.PersistentVolumeClaim{}, core.PodTemplate{},
		core.ReplicationController{}, core.ResourceQuota{}, core.LimitRange{}, core.Binding{},
		apps.Deployment{}, apps.ReplicaSet{}, apps.StatefulSet{}, apps.DaemonSet{}, apps.ControllerRevision{},
		batch.Job{}, batch.CronJob{}, policy.PodDisruptionBudget{}, policy.Eviction{},
		autoscaling.HorizontalPodAutoscaler{}, autoscalingv1.Scale{},
		storage.StorageClass{}, storage.CSINode{}, storage.CSIDriver{}, storage.VolumeAttachment{}, storage.CSIStorageCapacity{},
		discovery.EndpointSlice{}, coordination.Lease{}, events.Event{},
		rbac.Role{}, rbac.ClusterRole{}, rbac.RoleBinding{}, rbac.ClusterRoleBinding{},
		authorization.SelfSubjectAccessReview{}, authorization.SubjectAccessReview{}, authorization.LocalSubjectAccessReview{},
		authorization.SelfSubjectRulesReview{},
		authentication.SelfSubjectReview{}, authentication.TokenReview{}, authentication.TokenRequest{},
		scheduling.PriorityClass{}, node.RuntimeClass{},
		admission.ValidatingAdmissionPolicy{}, admission.ValidatingAdmissionPolicyBinding{},
		admission.ValidatingWebhookConfiguration{}, admission.MutatingWebhookConfiguration{},
		certificates.CertificateSigningRequest{}, networking.Ingress{}, networking.IngressClass{}, networking.NetworkPolicy{},
		flowcontrol.FlowSchema{}, flowcontrol.PriorityLevelConfiguration{},
		meta.DeleteOptions{}, meta.Status{},
	}
	for _, root := range roots {
		visit(reflect.TypeOf(root))
	}
	os.Stdout.Write(render())
}

// One struct a line: a change between two releases is then readable as a diff.
func render() []byte {
	keys := make([]string, 0, len(structs))
	for key := range structs {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	var out bytes.Buffer
	out.WriteString("{\n")
	for i, key := range keys {
		fields, err := json.Marshal(structs[key])
		if err != nil {
			panic(err)
		}
		out.WriteString(`"` + key + `":` + string(fields))
		if i < len(keys)-1 {
			out.WriteString(",")
		}
		out.WriteString("\n")
	}
	out.WriteString("}\n")
	return out.Bytes()
}
