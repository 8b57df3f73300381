"""Drives the sandbox's AWS with boto3, a client of another make than the one drover uses.

Reads {"endpoint", "region", "accessKeyId", "secretAccessKey"} from stdin and writes one JSON object to stdout:
the operations that were called, what they answered, the errors they gave, and every element of an answer that
botocore's own service model does not know.
"""

import json
import sys
import time
import xml.etree.ElementTree as ElementTree

import boto3
import botocore.config
import botocore.exceptions

GIVEN = json.load(sys.stdin)
REPORT = {"operations": [], "answers": {}, "errors": {}, "unknown": []}
WAIT_SECONDS = 20


def client(name):
    made = boto3.client(
        name,
        endpoint_url=GIVEN["endpoint"],
        region_name=GIVEN["region"],
        aws_access_key_id=GIVEN["accessKeyId"],
        aws_secret_access_key=GIVEN["secretAccessKey"],
        config=botocore.config.Config(retries={"mode": "standard", "max_attempts": 4}),
    )
    made.meta.events.register("before-parse", examine)
    return made


def examine(response_dict, operation_model, **_):
    """Notes the operation, and what its raw answer holds beyond the service's model."""
    service = operation_model.service_model
    name = f"{service.service_name}:{operation_model.name}"
    if name not in REPORT["operations"]:
        REPORT["operations"].append(name)
    if response_dict["status_code"] >= 300 or operation_model.output_shape is None:
        return
    protocol = service.protocol
    body = response_dict["body"]
    if protocol in ("json", "rest-json"):
        walk_json(json.loads(body or b"{}"), operation_model.output_shape, name)
    else:
        root = ElementTree.fromstring(body)
        if protocol == "query":
            wrapper = operation_model.output_shape.serialization.get("resultWrapper")
            root = next((child for child in root if bare(child) == wrapper), None)
        if root is not None:
            walk_xml(root, operation_model.output_shape, name, {"requestId", "ResponseMetadata"})


def bare(element):
    return element.tag.split("}")[-1]


def walk_json(value, shape, path):
    if value is None:
        return
    if shape.type_name == "structure":
        members = {m.serialization.get("name", key): m for key, m in shape.members.items()}
        for key, inner in value.items():
            if key in members:
                walk_json(inner, members[key], f"{path}.{key}")
            else:
                REPORT["unknown"].append(f"{path}.{key}")
    elif shape.type_name == "list":
        for inner in value:
            walk_json(inner, shape.member, f"{path}[]")
    elif shape.type_name == "string" and not isinstance(value, str):
        REPORT["unknown"].append(f"{path} is no text")


def walk_xml(element, shape, path, beside=frozenset()):
    if shape.type_name == "structure":
        members = {m.serialization.get("name", key): m for key, m in shape.members.items()}
        for child in element:
            if bare(child) in members:
                walk_xml(child, members[bare(child)], f"{path}.{bare(child)}")
            elif bare(child) not in beside:
                REPORT["unknown"].append(f"{path}.{bare(child)}")
    elif shape.type_name == "list":
        entry = shape.member.serialization.get("name", "member")
        for child in element:
            if bare(child) != entry:
                REPORT["unknown"].append(f"{path}[] is written as {bare(child)}, not {entry}")
            walk_xml(child, shape.member, f"{path}[]")
    elif shape.type_name == "boolean" and element.text not in ("true", "false"):
        REPORT["unknown"].append(f"{path} is no boolean: {element.text}")
    elif shape.type_name in ("integer", "long") and not (element.text or "").lstrip("-").isdigit():
        REPORT["unknown"].append(f"{path} is no number: {element.text}")


def note(key, value):
    REPORT["answers"][key] = value


def fails(key, call):
    try:
        call()
        REPORT["errors"][key] = "it did not fail"
    except botocore.exceptions.ClientError as error:
        REPORT["errors"][key] = f'{error.response["Error"]["Code"]} {error.response["ResponseMetadata"]["HTTPStatusCode"]}'


def until(what, done):
    deadline = time.monotonic() + WAIT_SECONDS
    while not done():
        if time.monotonic() > deadline:
            raise RuntimeError(f"it did not happen: {what}")
        time.sleep(0.02)


def read_eks(eks, ssm, sts):
    note("caller", sts.get_caller_identity()["Arn"])
    note("cluster", eks.describe_cluster(name="prod")["cluster"]["status"])
    note("nodegroups", eks.get_paginator("list_nodegroups").paginate(clusterName="prod", PaginationConfig={"PageSize": 1}).build_full_result()["nodegroups"])
    note("nodegroup", eks.describe_nodegroup(clusterName="prod", nodegroupName="a")["nodegroup"]["releaseVersion"])
    updates = eks.list_updates(name="prod", nodegroupName="a")["updateIds"]
    note("update", eks.describe_update(name="prod", nodegroupName="a", updateId=updates[0])["update"]["status"])
    addons = eks.get_paginator("list_addons").paginate(clusterName="prod", PaginationConfig={"PageSize": 1}).build_full_result()["addons"]
    note("addons", [eks.describe_addon(clusterName="prod", addonName=name)["addon"]["addonVersion"] for name in addons])
    note("profiles", eks.list_fargate_profiles(clusterName="prod")["fargateProfileNames"])
    eks.describe_fargate_profile(clusterName="prod", fargateProfileName="serverless")
    note("parameter", ssm.get_parameter(Name=f'{GIVEN["folder"]}/recommended/image_id')["Parameter"]["Value"])
    note("parameters", len(ssm.get_parameters(Names=[f'{GIVEN["folder"]}/recommended/image_id', "/nowhere"])["InvalidParameters"]))
    note("byPath", len(ssm.get_paginator("get_parameters_by_path").paginate(Path="/many").build_full_result()["Parameters"]))


def read_auto_scaling(scaling):
    name = {"AutoScalingGroupName": "workers"}
    groups = scaling.get_paginator("describe_auto_scaling_groups").paginate(PaginationConfig={"PageSize": 2}).build_full_result()
    note("groups", sorted(g["AutoScalingGroupName"] for g in groups["AutoScalingGroups"] if not g["AutoScalingGroupName"].startswith("eks-")))
    note("members", len(scaling.describe_auto_scaling_instances()["AutoScalingInstances"]))
    note("activities", scaling.describe_scaling_activities(**name)["Activities"][0]["StatusCode"])
    note("hooks", scaling.describe_lifecycle_hooks(**name)["LifecycleHooks"][0]["GlobalTimeout"])
    note("refreshes", scaling.describe_instance_refreshes(**name)["InstanceRefreshes"])
    note("warmPool", [i["LifecycleState"] for i in scaling.describe_warm_pool(AutoScalingGroupName="warm")["Instances"]])
    policies = scaling.describe_policies(**name)
    note("policies", policies["ScalingPolicies"][0]["PolicyType"])
    note("retriesOfPolicies", policies["ResponseMetadata"]["RetryAttempts"])
    note("scheduled", scaling.describe_scheduled_actions(**name)["ScheduledUpdateGroupActions"][0]["ScheduledActionName"])
    note("tags", len(scaling.describe_tags(Filters=[{"Name": "auto-scaling-group", "Values": ["workers"]}])["Tags"]))


def read_ec2(ec2):
    reservations = ec2.get_paginator("describe_instances").paginate(PaginationConfig={"PageSize": 5}).build_full_result()["Reservations"]
    instances = [i for r in reservations for i in r["Instances"]]
    note("instances", len(instances))
    note("statuses", len(ec2.describe_instance_status()["InstanceStatuses"]))
    note("templates", [t["DefaultVersionNumber"] for t in ec2.describe_launch_templates(LaunchTemplateNames=["workers"])["LaunchTemplates"]])
    note("images", len(ec2.describe_images(Owners=["amazon"])["Images"]))
    note("types", ec2.describe_instance_types(InstanceTypes=["m6i.large"])["InstanceTypes"][0]["MemoryInfo"]["SizeInMiB"])
    note("offerings", len(ec2.describe_instance_type_offerings(LocationType="availability-zone")["InstanceTypeOfferings"]))
    note("subnets", sorted(s["AvailabilityZone"] for s in ec2.describe_subnets()["Subnets"]))
    made = ec2.create_launch_template_version(LaunchTemplateName="workers", SourceVersion="$Latest", LaunchTemplateData={"ImageId": GIVEN["newImage"]})
    note("newVersion", made["LaunchTemplateVersion"]["VersionNumber"])
    versions = ec2.describe_launch_template_versions(LaunchTemplateName="workers", Versions=["$Latest"], ResolveAlias=True)
    note("newImage", versions["LaunchTemplateVersions"][0]["LaunchTemplateData"]["ImageId"])
    ec2.modify_launch_template(LaunchTemplateName="workers", DefaultVersion="2")
    ec2.create_tags(Resources=[instances[0]["InstanceId"]], Tags=[{"Key": "drover.dev/rollout", "Value": "R-1"}])
    found = ec2.describe_instances(Filters=[{"Name": "tag:drover.dev/rollout", "Values": ["R-*"]}])["Reservations"]
    note("tagged", len(found))
    ec2.delete_tags(Resources=[instances[0]["InstanceId"]], Tags=[{"Key": "drover.dev/rollout"}])


def read_load_balancers(elb):
    balancer = elb.describe_load_balancers()["LoadBalancers"][0]
    group = elb.describe_target_groups(LoadBalancerArn=balancer["LoadBalancerArn"])["TargetGroups"][0]
    attributes = elb.describe_target_group_attributes(TargetGroupArn=group["TargetGroupArn"])["Attributes"]
    note("drain", next(a["Value"] for a in attributes if a["Key"] == "deregistration_delay.timeout_seconds"))
    health = elb.describe_target_health(TargetGroupArn=group["TargetGroupArn"])["TargetHealthDescriptions"]
    note("targets", sorted(h["TargetHealth"]["State"] for h in health))


def read_quotas(quotas):
    quota = quotas.get_service_quota(ServiceCode="ec2", QuotaCode="L-1216C47A")["Quota"]
    note("quota", [quota["QuotaName"], quota["Value"], quota["UsageMetric"]["MetricDimensions"]["Class"]])
    fails("quota", lambda: quotas.get_service_quota(ServiceCode="ec2", QuotaCode="L-00000000"))


def act(scaling, ec2):
    name = {"AutoScalingGroupName": "workers"}

    def members():
        return scaling.describe_auto_scaling_groups(AutoScalingGroupNames=["workers"])["AutoScalingGroups"][0]["Instances"]

    before = {i["InstanceId"] for i in members()}
    tag = {"ResourceId": "workers", "ResourceType": "auto-scaling-group", "Key": "drover.dev/rollout", "Value": "R-1", "PropagateAtLaunch": False}
    scaling.create_or_update_tags(Tags=[tag])
    scaling.suspend_processes(AutoScalingGroupName="workers", ScalingProcesses=["AZRebalance"])
    scaling.update_auto_scaling_group(**name, MaxSize=12, LaunchTemplate={"LaunchTemplateName": "workers", "Version": "2"})
    scaling.set_desired_capacity(**name, DesiredCapacity=4, HonorCooldown=False)
    until("a fourth one serves", lambda: sum(i["LifecycleState"] == "InService" for i in members()) == 4)
    fresh = next(i for i in members() if i["InstanceId"] not in before)
    note("freshVersion", fresh["LaunchTemplate"]["Version"])
    victim = sorted(before)[0]
    scaling.set_instance_protection(**name, InstanceIds=[fresh["InstanceId"]], ProtectedFromScaleIn=True)
    activity = scaling.terminate_instance_in_auto_scaling_group(InstanceId=victim, ShouldDecrementDesiredCapacity=True)["Activity"]
    note("terminating", activity["Description"] == f"Terminating EC2 instance: {victim}")
    until("it waits for its hook", lambda: any(i["LifecycleState"] == "Terminating:Wait" for i in members()))
    scaling.record_lifecycle_action_heartbeat(**name, LifecycleHookName="drain", InstanceId=victim)
    scaling.complete_lifecycle_action(**name, LifecycleHookName="drain", InstanceId=victim, LifecycleActionResult="CONTINUE")
    ec2.get_waiter("instance_terminated").wait(InstanceIds=[victim], WaiterConfig={"Delay": 1, "MaxAttempts": WAIT_SECONDS})
    until("the group forgets it", lambda: victim not in {i["InstanceId"] for i in members()})
    note("left", len(members()))
    scaling.resume_processes(AutoScalingGroupName="workers", ScalingProcesses=["AZRebalance"])
    scaling.delete_tags(Tags=[tag])


def provoke(scaling, ec2, eks, ssm, elb):
    fails("group", lambda: scaling.set_desired_capacity(AutoScalingGroupName="nowhere", DesiredCapacity=1))
    fails("bounds", lambda: scaling.set_desired_capacity(AutoScalingGroupName="workers", DesiredCapacity=99))
    fails("member", lambda: scaling.terminate_instance_in_auto_scaling_group(InstanceId="i-0123456789abcdef0", ShouldDecrementDesiredCapacity=False))
    fails("hook", lambda: scaling.complete_lifecycle_action(AutoScalingGroupName="workers", LifecycleHookName="drain", InstanceId="i-0123456789abcdef0", LifecycleActionResult="CONTINUE"))
    fails("token", lambda: scaling.describe_auto_scaling_groups(NextToken="x"))
    fails("instance", lambda: ec2.describe_instances(InstanceIds=["i-0123456789abcdef0"]))
    fails("image", lambda: ec2.describe_images(ImageIds=["ami-0123456789abcdef0"]))
    fails("template", lambda: ec2.describe_launch_template_versions(LaunchTemplateId="lt-0123456789abcdef0"))
    fails("version", lambda: ec2.describe_launch_template_versions(LaunchTemplateName="workers", Versions=["99"]))
    fails("filter", lambda: ec2.describe_subnets(Filters=[{"Name": "colour", "Values": ["red"]}]))
    fails("dryRun", lambda: ec2.terminate_instances(InstanceIds=[ec2.describe_instances()["Reservations"][0]["Instances"][0]["InstanceId"]], DryRun=True))
    fails("cluster", lambda: eks.describe_cluster(name="nowhere"))
    fails("nodegroup", lambda: eks.describe_nodegroup(clusterName="prod", nodegroupName="nowhere"))
    fails("updating", lambda: eks.update_nodegroup_version(clusterName="prod", nodegroupName="a"))
    fails("parameter", lambda: ssm.get_parameter(Name="/nowhere"))
    fails("targetGroup", lambda: elb.describe_target_health(TargetGroupArn="arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/x/1"))
    stranger = boto3.client("autoscaling", endpoint_url=GIVEN["endpoint"], region_name=GIVEN["region"], aws_access_key_id=GIVEN["accessKeyId"], aws_secret_access_key="wrong")
    fails("signature", stranger.describe_auto_scaling_groups)


def main():
    scaling, ec2, eks, ssm, sts, elb, quotas = (client(name) for name in ("autoscaling", "ec2", "eks", "ssm", "sts", "elbv2", "service-quotas"))
    read_eks(eks, ssm, sts)
    read_auto_scaling(scaling)
    read_ec2(ec2)
    read_load_balancers(elb)
    read_quotas(quotas)
    act(scaling, ec2)
    provoke(scaling, ec2, eks, ssm, elb)
    json.dump(REPORT, sys.stdout, default=str)


main()
