{#
    The attributes that are columns of the waist: those of the seed
    attribute_names, which says what group each is of and whether it is
    sensitive. A sensitive one is null unless allow_sensitive is set.
#}
{% macro attribute_columns() %}
    {% do return([
        "gender", "birth_date", "education", "industry", "income_band",
        "life_stage", "household_type", "marital_status", "occupation",
        "position", "nationality", "native_place", "religion", "ethnicity",
        "entertainment_preference", "life_preference", "culture_preference",
        "hobby", "mood",
        "work_attribute", "life_attribute", "workplace_type", "household_role",
        "organisation_type", "founded_on", "company_size", "decision_chain",
        "potential_source", "source_date",
        "handset_price_band", "handset_purchase_type", "channel_preference",
        "contact_hour",
        "credit_grade",
    ]) %}
{% endmacro %}


{# The attributes that the register of customers has too, under these names. #}
{% macro registered_attributes() %}
    {% do return({
        "gender": "gender",
        "birth_date": "born_on",
        "education": "education",
        "industry": "industry",
        "income_band": "income_band",
        "marital_status": "marital_status",
        "occupation": "occupation",
        "company_size": "company_size",
    }) %}
{% endmacro %}


{# The attributes that are dates; what cannot be read as one is not known. #}
{% macro dated_attributes() %}
    {% do return(["birth_date", "founded_on", "source_date"]) %}
{% endmacro %}
